package io.github.llmspring.wire;

import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.ProviderData;
import io.github.llmspring.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerTests {

	private static final Consumer<ChatEvent> NOBODY = (event) -> {
	};

	private static final ProviderData DATA = new ProviderData("x", "c2ln");

	private final Answer answer = new Answer();

	@Test
	void piecesOfNumberedItemsStandInTheOrderOfTheNumbers() {
		this.answer.turnTo(2);
		this.answer.text("c", NOBODY);
		this.answer.turnTo(0);
		this.answer.providerData(DATA);
		this.answer.turnTo(1);
		int call = this.answer.toolCall("call", "tool", NOBODY);
		this.answer.turnTo(2);
		this.answer.text("d", NOBODY);
		this.answer.turnTo(1);
		this.answer.arguments(call, "{}", NOBODY);
		assertThat(this.answer.response(Usage.UNKNOWN).message().content()).containsExactly(
				new Content.Reasoning("", DATA), new Content.ToolCall("call", "tool", "{}"), new Content.Text("cd"));
	}

	@Test
	void itemsOfOneKindStayApart() {
		this.answer.text("a", NOBODY);
		this.answer.turnTo(1);
		this.answer.text("b", NOBODY);
		this.answer.providerData(DATA);
		assertThat(this.answer.response(Usage.UNKNOWN).message().content()).containsExactly(new Content.Text("a"),
				new Content.Text("b", DATA));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":", "{\"a", "{\"a\":{\"b\":1}", "{\"a\":[1", "[" })
	void callThatEndsInTheMiddleWasCutOff(String arguments) {
		assertThat(reasonOf(arguments)).isEqualTo(FinishReason.LENGTH);
	}

	@ParameterizedTest
	@MethodSource
	void callWithArgumentsOfAnyFormIsAWishForATool(String arguments) {
		assertThat(reasonOf(arguments)).isEqualTo(FinishReason.TOOL_CALLS);
	}

	static Stream<String> callWithArgumentsOfAnyFormIsAWishForATool() {
		return Stream.of("", " ", "{}", "[1]", "nonsense", "{'a':1}", "{\"a\":1}}", "{\"a\" 1}",
				"{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}", "{\"a\":" + "[".repeat(10_000));
	}

	private FinishReason reasonOf(String arguments) {
		int call = this.answer.toolCall("call", "tool", NOBODY);
		this.answer.arguments(call, arguments, NOBODY);
		this.answer.finish(FinishReason.TOOL_CALLS, "tool_calls");
		return this.answer.response(Usage.UNKNOWN).finishReason();
	}

}
