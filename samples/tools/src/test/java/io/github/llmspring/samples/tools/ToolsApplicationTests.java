package io.github.llmspring.samples.tools;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the sample as it is configured: without any key.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "llm.providers.openai.api-key=", "llm.providers.anthropic.api-key=" })
class ToolsApplicationTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Test
	void assistantLooksUpWhatTheQuestionMentions() throws Exception {
		JsonNode answer = answer("How is the weather in Oslo, and what is the distance from Oslo to Rome?");
		assertThat(answer.get("toolCalls").toString())
			.isEqualTo("[{\"tool\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\","
					+ "\"result\":\"{\\\"celsius\\\":5,\\\"sky\\\":\\\"RAIN\\\"}\"},"
					+ "{\"tool\":\"distance\",\"arguments\":\"{\\\"from\\\":\\\"Oslo\\\",\\\"to\\\":\\\"Rome\\\"}\","
					+ "\"result\":\"2006\"}]");
		assertThat(answer.get("advice"))
			.isEqualTo(MAPPER.readTree("{\"summary\":\"summary\",\"celsius\":5,\"sky\":\"RAIN\",\"distance\":2006}"));
	}

	@Test
	void questionThatNeedsNoToolIsAnsweredWithoutOne() throws Exception {
		JsonNode answer = answer("Hello");
		assertThat(answer.get("toolCalls").isEmpty()).isTrue();
		assertThat(answer.get("advice").propertyNames()).containsExactlyInAnyOrder("summary", "celsius", "sky",
				"distance");
	}

	@Test
	void cityThatNobodyKnowsIsToldToTheModel() throws Exception {
		JsonNode answer = answer("How is the weather in Atlantis?");
		assertThat(answer.get("toolCalls").get(0).get("result").asString())
			.startsWith("The tool failed: nothing is known of Atlantis, only of [Berlin, London, ");
	}

	@Test
	void failureIsAProblem() throws Exception {
		HttpResponse<String> response = post("fail: overloaded");
		assertThat(response.statusCode()).isEqualTo(502);
		assertThat(MAPPER.readTree(response.body()).get("reason").asString()).isEqualTo("OVERLOADED");
	}

	@Test
	void questionThatIsMissingIsTheCallersFault() throws Exception {
		assertThat(postBody("{}").statusCode()).isEqualTo(400);
	}

	private JsonNode answer(String question) throws Exception {
		HttpResponse<String> response = post(question);
		assertThat(response.statusCode()).isEqualTo(200);
		return MAPPER.readTree(response.body());
	}

	private HttpResponse<String> post(String question) throws Exception {
		return postBody(MAPPER.writeValueAsString(Map.of("question", question)));
	}

	private HttpResponse<String> postBody(String body) throws Exception {
		return this.http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/assistant"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

}
