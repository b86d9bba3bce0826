package io.github.llmspring.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.wire.Wire;
import io.github.llmspring.wire.WireFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for values of Java types from the models of each {@link Preset}, whatever way the
 * form is asked for.
 */
class EntityOfPresetsTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private static final Person ANN = new Person("Ann", 3, Optional.empty(),
			List.of(new Person("Bo", 1, Optional.of("B"), List.of())));

	private static final String JSON = "{\"name\":\"Ann\",\"age\":3,\"nick\":null,\"children\":"
			+ "[{\"name\":\"Bo\",\"age\":1,\"nick\":\"B\",\"children\":[]}]}";

	private static final String CHAT = "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":%s},"
			+ "\"finish_reason\":\"stop\"}]}";

	private static final String MESSAGES = "{\"type\":\"message\",\"stop_reason\":\"end_turn\",\"content\":"
			+ "[{\"type\":\"text\",\"text\":%s}]}";

	private static final String CONTENTS = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":%s}]},"
			+ "\"finishReason\":\"STOP\"}]}";

	private static final String ITEMS = "{\"object\":\"response\",\"status\":\"completed\",\"output\":["
			+ "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":%s}]}]}";

	private static final String TOOL = "{\"type\":\"message\",\"stop_reason\":\"tool_use\",\"content\":"
			+ "[{\"type\":\"text\",\"text\":\"Here it is.\"},"
			+ "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"final_json_answer\",\"input\":%s}]}";

	private final List<JsonNode> bodies = new ArrayList<>();

	private static Wire wire(String preset) {
		Preset row = PRESETS.get(preset);
		return new Wire(WireFormats.all().get(row.wireFormat()), row.dialect());
	}

	private ChatClient client(String preset, String... answers) {
		Wire wire = wire(preset);
		Iterator<String> next = List.of(answers).iterator();
		return ChatClient.of((request) -> Flux.defer(() -> {
			this.bodies.add(wire.body(request));
			return Flux.just(new ChatEvent.Completed(wire.whole(next.next())));
		}));
	}

	private static String text(String answer) {
		return JsonNodeFactory.instance.stringNode(answer).toString();
	}

	private static String frame(String preset) {
		return switch (PRESETS.get(preset).wireFormat()) {
			case "anthropic" -> MESSAGES;
			case "gemini" -> CONTENTS;
			case "openai-responses" -> ITEMS;
			default -> CHAT;
		};
	}

	@ParameterizedTest
	@CsvSource({ "openai,gpt-5-mini,/text/format/schema/properties/name",
			"openai-compatible,any,/response_format/json_schema/schema/properties/name",
			"groq,openai/gpt-oss-120b,/response_format/json_schema/schema/properties/name",
			"deepseek,deepseek-v4-pro,/messages/0/content", "openai-compatible,any,/response_format/json_schema/name",
			"anthropic,claude-3-5-haiku-20241022,/tools/0/input_schema/properties/name",
			"anthropic,claude-opus-4-6,/tools/0/input_schema/properties/name",
			"gemini,gemini-2.5-flash,/generationConfig/responseJsonSchema/properties/name",
			"gemini,gemini-2.0-flash,/systemInstruction/parts/0/text" })
	void typeIsDescribedAndTheAnswerIsItsValue(String preset, String model, String place) {
		ChatClient client = client(preset, frame(preset).formatted(text(JSON)));
		assertThat(client.prompt("Who?").model(model).entity(Person.class)).isEqualTo(ANN);
		assertThat(this.bodies.get(0).at(place).isMissingNode()).as(this.bodies.get(0).toString()).isFalse();
	}

	@Test
	void whatIsPassedToTheAnswersToolIsTheValue() {
		ChatClient client = client("anthropic", TOOL.formatted(JSON));
		assertThat(client.prompt("Who?").model("claude-3-5-haiku-20241022").entity(Person.class)).isEqualTo(ANN);
	}

	@ParameterizedTest
	@CsvSource({ "openai,gpt-5-mini", "openai-compatible,any", "deepseek,any", "anthropic,claude-opus-4-6",
			"anthropic,claude-3-5-haiku-20241022", "gemini,gemini-2.5-flash", "gemini,gemma-3-27b-it" })
	void answerThatDoesNotFitIsMendedOnEveryWay(String preset, String model) {
		ChatClient client = client(preset, frame(preset).formatted(text("```json\n{\"value\": [3, \"4\"]}\n```")),
				frame(preset).formatted(text("```json\n{\"value\": [3, 4]}\n```")));
		assertThat(client.prompt("Numbers").model(model).entity(new ParameterizedTypeReference<List<Integer>>() {
		})).containsExactly(3, 4);
		assertThat(this.bodies).hasSize(2);
		assertThat(this.bodies.get(1).toString()).contains("Your answer does not fit the JSON Schema: /value/1: ");
	}

	record Person(String name, int age, Optional<String> nick, List<Person> children) {
	}

}
