package io.github.llmspring.aimock;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.OutputFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Structured output and failures of a server of others.
 */
@ExtendWith(AimockExtension.class)
class AimockAnswerTests {

	private static final OutputFormat CITY = new OutputFormat("city", """
			{"type":"object","properties":{"name":{"type":"string"},"population":{"type":"integer"}},
			"required":["name","population"],"additionalProperties":false}""");

	private static final JsonNode OSLO = JsonMapper.shared().readTree("{\"name\":\"Oslo\",\"population\":717710}");

	static Stream<Arguments> servicesAndModes() {
		return Stream.of(Service.values())
			.flatMap((service) -> Stream.of(Arguments.of(service, false), Arguments.of(service, true)));
	}

	static Stream<Arguments> failures() {
		return servicesAndModes().map(Arguments::get)
			.flatMap((where) -> Stream.of(Arguments.of("too fast", Reason.RATE_LIMITED, where[0], where[1]),
					Arguments.of("broken", Reason.SERVER_ERROR, where[0], where[1]),
					Arguments.of("overloaded", Reason.OVERLOADED, where[0], where[1]),
					Arguments.of("gibberish", Reason.MALFORMED_RESPONSE, where[0], where[1]),
					Arguments.of("hang up", Reason.CONNECTION, where[0], where[1])));
	}

	@ParameterizedTest
	@MethodSource("servicesAndModes")
	void answerHasTheFormThatWasAskedFor(Service service, boolean streaming, Aimock aimock) {
		try (Caller caller = new Caller(aimock, service)) {
			ChatResponse answer = describe(caller, service.model(), streaming);
			assertThat(JsonMapper.shared().readTree(answer.content())).isEqualTo(OSLO);
			assertThat(answer.warnings()).isEmpty();
		}
	}

	@Test
	void serverUnderstandsTheSchema(Aimock aimock) {
		try (Caller caller = new Caller(aimock, Service.OPENAI_CHAT)) {
			describe(caller, Service.OPENAI_CHAT.model(), false);
			JsonNode format = caller.requests().get(0).path("response_format");
			assertThat(format.path("type").asString()).isEqualTo("json_schema");
			assertThat(format.at("/json_schema/name").asString()).isEqualTo("city");
		}
	}

	@ParameterizedTest
	@MethodSource("modes")
	void formOfAModelWithoutSchemasIsTheCallOfATool(boolean streaming, Aimock aimock) {
		try (Caller caller = new Caller(aimock, Service.ANTHROPIC)) {
			ChatResponse answer = describe(caller, "claude-3-5-haiku-latest", streaming);
			assertThat(caller.requests().get(0).at("/tools/0/function/name").asString()).isEqualTo("final_json_answer");
			assertThat(JsonMapper.shared().readTree(answer.content())).isEqualTo(OSLO);
			assertThat(answer.toolCalls()).isEmpty();
		}
	}

	static List<Boolean> modes() {
		return List.of(false, true);
	}

	private static ChatResponse describe(Caller caller, String model, boolean streaming) {
		return Caller.answer(send(caller,
				ChatRequest.builder()
					.model(model)
					.message(Message.user("Describe Oslo."))
					.outputFormat(CITY)
					.streaming(streaming)
					.build()));
	}

	private static List<ChatEvent> send(Caller caller, ChatRequest request) {
		return caller.provider().send(request).collectList().block(Duration.ofSeconds(30));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureHasItsReason(String question, Reason reason, Service service, boolean streaming, Aimock aimock) {
		try (Caller caller = new Caller(aimock, service)) {
			ChatRequest request = ChatRequest.builder().message(Message.user(question)).streaming(streaming).build();
			LlmException failure = catchThrowableOfType(LlmException.class, () -> send(caller, request));
			assertThat(failure.reason())
				.isEqualTo(cutAsLine(reason, service, streaming) ? Reason.STREAM_TRUNCATED : reason);
			assertThat(failure.retryable()).isTrue();
			assertThat(failure.retryAfter()).isEqualTo((reason == Reason.RATE_LIMITED) ? Duration.ofSeconds(7) : null);
			assertThat(failure.partial()).isNull();
		}
	}

	/**
	 * Gibberish without the end of its line is a line that was cut.
	 */
	private static boolean cutAsLine(Reason reason, Service service, boolean streaming) {
		return reason == Reason.MALFORMED_RESPONSE && service == Service.OLLAMA && streaming;
	}

}
