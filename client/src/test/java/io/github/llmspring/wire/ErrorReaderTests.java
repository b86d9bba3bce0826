package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorReaderTests {

	private static LlmException read(int status, String body) {
		return ErrorReader.read(status, body.getBytes(StandardCharsets.UTF_8));
	}

	private static LlmException inBand(String object) {
		byte[] buffer = ("xx" + object + "xx").getBytes(StandardCharsets.UTF_8);
		return ErrorReader.inBand(buffer, 2, buffer.length - 2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{'error':{'message':'MARK','type':'t','param':null,'code':null}}",
			"{'error':{'message':'MARK','code':400,'status':'INVALID_ARGUMENT'}}",
			"{'type':'error','error':{'type':'invalid_request_error','message':'MARK'}}", "{'error':'MARK'}",
			"{'code':'invalid-argument','error':'MARK'}", "{'message':'MARK','type':'t','param':null,'code':'c'}",
			"{'object':'error','message':{'detail':'MARK'}}",
			"{'object':'error','message':{'detail':[{'type':'x','loc':['body'],'msg':'MARK'}]}}", "{'detail':'MARK'}",
			"{'detail':[{'type':'extra_forbidden','msg':'MARK'},{'msg':'second'}]}", "{'error_msg':'MARK'}",
			"{'Message':'MARK'}", "[{'error':{'code':400,'message':'MARK'}}]", "{'unheard':{'of':'MARK'}}",
			"{'error':{'message':'','metadata':{'raw':'MARK'}}}",
			"{'error':{'message':'Provider returned error','metadata':{'raw':'MARK'}}}", "MARK", "'MARK'",
			"  MARK {'broken':",
			"{'type':'response.failed','response':{'status':'failed','error':{'code':'c','message':'MARK'}}}",
			"{'response':'error','message':'MARK'}" })
	void wordsAreFoundInEveryEnvelope(String body) {
		assertThat(read(400, body.replace('\'', '"'))).hasMessageContaining("MARK").hasMessageContaining("HTTP 400");
	}

	@Test
	void allDetailsAreQuoted() {
		assertThat(read(422, "{\"detail\":[{\"msg\":\"first\"},{\"msg\":\"second\"}]}")).hasMessageContaining("first")
			.hasMessageContaining("second");
	}

	@Test
	void longWordsAreShortenedToOneLine() {
		String detail = read(400, "{\"error\":\"a\\n  b " + "x".repeat(2000) + "\"}").detail();
		assertThat(detail).contains("a b xxx").endsWith("...\"").hasSizeLessThan(560);
		assertThat(read(500, "y".repeat(5000)).detail()).hasSizeLessThan(560);
	}

	@Test
	void wordsDoNotCommandATerminalOrALog() {
		assertThat(read(400, "{\"error\":\"a\\u001b[31m\\u0000b\\r\\nc\\u2028d\\u0085e\"}").detail())
			.isEqualTo("the service answered \"a [31m b c d e\"");
	}

	@Test
	void emptyBodySaysNothing() {
		LlmException exception = read(503, "");
		assertThat(exception.reason()).isEqualTo(Reason.OVERLOADED);
		assertThat(exception).hasMessageContaining("without a word");
		assertThat(read(500, " \n").reason()).isEqualTo(Reason.SERVER_ERROR);
	}

	@Test
	void webPageIsNotQuoted() {
		LlmException exception = read(404, "\n<!DOCTYPE html><html><body>model not found</body></html>");
		assertThat(exception.reason()).isEqualTo(Reason.INVALID_REQUEST);
		assertThat(exception).hasMessageContaining("web page").hasMessageContaining("base-url");
		assertThat(exception.detail()).doesNotContain("<");
		assertThat(read(520, "<html>").reason()).isEqualTo(Reason.SERVER_ERROR);
	}

	@ParameterizedTest
	@CsvSource({ "404,'{\"detail\":\"Not Found\"}'", "404,404 page not found", "404,''",
			"405,'{\"detail\":\"Method Not Allowed\"}'" })
	void unknownPathPointsAtTheAddress(int status, String body) {
		LlmException exception = read(status, body);
		assertThat(exception.reason()).isEqualTo(Reason.INVALID_REQUEST);
		assertThat(exception).hasMessageContaining("Check the provider's base-url").hasMessageContaining("/v1");
	}

	@Test
	void requestThatIsNotAcceptedIsToBeCorrected() {
		assertThat(read(400, "{\"detail\":\"no\"}")).hasMessageEndingWith("sending it again will not help.");
	}

	@Test
	void requestIdInTheBodyIsKept() {
		assertThat(read(404, "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: x\"},"
				+ "\"request_id\":\"req_1\"}")
			.requestId()).isEqualTo("req_1");
		assertThat(read(404, "{\"error\":\"x\",\"request_id\":7}").requestId()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "48s,48000", "0.5s,500", "48.939935699s,48939", "1.05s,1050" })
	void waitHintOfGoogleIsRead(String delay, long millis) {
		LlmException exception = asking(delay);
		assertThat(exception.retryAfter()).isEqualTo(Duration.ofMillis(millis));
		assertThat(exception.reason()).isEqualTo(Reason.RATE_LIMITED);
	}

	@Test
	void waitThatIsNoneIsNoHintOfGoogleEither() {
		assertThat(asking("0s").retryAfter()).isNull();
		assertThat(asking("0s").reason()).isEqualTo(Reason.RATE_LIMITED);
	}

	private static LlmException asking(String delay) {
		return read(429, "{\"error\":{\"code\":429,\"message\":\"m\",\"details\":[{\"a\":1},"
				+ "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"" + delay + "\"}]}}");
	}

	@ParameterizedTest
	@CsvSource({ "\"soon\"", "\"s\"", "\"-1s\"", "\"99999999999s\"", "7", "null", "{}" })
	void nonsenseIsNoWaitHint(String delay) {
		assertThat(read(429, "{\"error\":{\"details\":[{\"retryDelay\":" + delay + "}]}}").retryAfter()).isNull();
	}

	@Test
	void codeInsideTheErrorDecidesWhereNoStatusDoes() {
		assertThat(inBand("{\"error\":{\"code\":503,\"message\":\"m\",\"status\":\"UNAVAILABLE\"}}").reason())
			.isEqualTo(Reason.OVERLOADED);
		assertThat(inBand("{\"error\":{\"message\":\"m\",\"code\":\"tool_use_failed\",\"status_code\":400}}").reason())
			.isEqualTo(Reason.INVALID_REQUEST);
		assertThat(inBand("{\"error\":{\"message\":\"m\",\"code\":\"429\"}}").reason()).isEqualTo(Reason.RATE_LIMITED);
		assertThat(inBand("{\"error\":{\"message\":\"m\",\"code\":1302}}").reason()).isEqualTo(Reason.SERVER_ERROR);
		assertThat(inBand("{\"code\":\"rate_limit_exceeded\",\"error\":\"m\"}").reason())
			.isEqualTo(Reason.RATE_LIMITED);
		assertThat(inBand("{\"error\":\"something broke\"}").reason()).isEqualTo(Reason.SERVER_ERROR);
		assertThat(inBand("{\"error\":\"prompt is too long: 300 tokens\"}").reason())
			.isEqualTo(Reason.CONTEXT_TOO_LONG);
		assertThat(inBand("{\"error\":{\"message\":\"cut").reason()).isEqualTo(Reason.SERVER_ERROR);
	}

	@Test
	void errorAmongAnswersOfAListIsFound() {
		LlmException exception = inBand("[{\"candidates\":[]},{\"error\":{\"code\":429,\"message\":\"slow\"}}]");
		assertThat(exception.reason()).isEqualTo(Reason.RATE_LIMITED);
		assertThat(exception.detail()).contains("slow");
	}

	@Test
	void deepBodyIsSurvived() {
		assertThat(read(500, "[".repeat(5000)).reason()).isEqualTo(Reason.SERVER_ERROR);
	}

}
