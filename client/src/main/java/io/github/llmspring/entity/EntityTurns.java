package io.github.llmspring.entity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.EntityResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.Usage;
import io.github.llmspring.schema.InvalidJsonException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * One value in the making: the turn that should bring it, and those that mend it.
 * <p>
 * The answer that comes of it holds the usage and the warnings of all turns, and no trace
 * of the turns that did not fit: a conversation goes on as if there had been none.
 */
final class EntityTurns<T> {

	private static final int MOST_REPAIRS = 2;

	private final ChatProvider provider;

	private final ChatRequest request;

	private final EntityForm<T> form;

	private final List<Message> conversation;

	private final List<Message> toolTurns = new ArrayList<>();

	private final Set<String> warnings = new LinkedHashSet<>();

	private @Nullable Usage usage;

	private int repairs;

	private @Nullable JsonNode document;

	EntityTurns(ChatProvider provider, ChatRequest request, EntityForm<T> form) {
		this.provider = provider;
		this.request = request.toBuilder().outputFormat(form.format()).build();
		this.form = form;
		this.conversation = new ArrayList<>(request.messages());
	}

	EntityForm<T> form() {
		return this.form;
	}

	/**
	 * Document of the value, once it is there.
	 */
	@Nullable JsonNode document() {
		return this.document;
	}

	/**
	 * Events of the first turn.
	 */
	Flux<ChatEvent> begin() {
		return this.provider.send(this.request);
	}

	/**
	 * The value, asked for from the first turn on.
	 */
	Mono<EntityResponse<T>> ask() {
		return completed(begin()).flatMap(this::settle);
	}

	private static Mono<ChatResponse> completed(Flux<ChatEvent> turn) {
		return turn.last().map((event) -> ((ChatEvent.Completed) event).response());
	}

	/**
	 * The value of a turn, or of one that mends it.
	 */
	Mono<EntityResponse<T>> settle(ChatResponse turn) {
		ChatResponse answer = add(turn);
		LlmException.Builder withheld = Withheld.failure(this.request, turn);
		if (withheld != null) {
			return Mono.error(failure(withheld, answer));
		}
		String text = text(turn);
		try {
			JsonNode checked = AnswerDocument.of(this.form, text);
			T entity = this.form.bind(checked);
			this.document = checked;
			return Mono.just(new EntityResponse<>(entity, answer));
		}
		catch (InvalidJsonException ex) {
			return mend(turn, text, String.valueOf(ex.getMessage()), answer);
		}
	}

	private ChatResponse add(ChatResponse turn) {
		this.usage = (this.usage != null) ? this.usage.plus(turn.usage()) : turn.usage();
		this.warnings.addAll(turn.warnings());
		this.toolTurns.addAll(earlier(turn));
		List<String> missing = new ArrayList<>(this.warnings);
		missing.removeAll(turn.warnings());
		return turn.toBuilder().earlier(List.copyOf(this.toolTurns)).usage(this.usage).warnings(missing).build();
	}

	private static List<Message> earlier(ChatResponse turn) {
		List<Message> all = turn.messages();
		int last = all.size() - 1;
		return (last >= 0 && all.get(last).equals(turn.message())) ? all.subList(0, last) : all;
	}

	/**
	 * What the model said: its text, or what it passed to a tool that nobody offered,
	 * which some models make up for their answer.
	 */
	private static String text(ChatResponse turn) {
		List<Content.ToolCall> calls = turn.toolCalls();
		return (turn.content().isBlank() && calls.size() == 1) ? calls.get(0).arguments() : turn.content();
	}

	private Mono<EntityResponse<T>> mend(ChatResponse turn, String text, String problem, ChatResponse answer) {
		if (this.repairs == MOST_REPAIRS) {
			return Mono.error(failure(
					LlmException
						.builder(Reason.MALFORMED_RESPONSE,
								"the answer is no " + this.form.format().name() + ", asked " + (MOST_REPAIRS + 1)
										+ " times: " + problem)
						.retryable(false)
						.advice("The last answer is in partial(). Describe the type better, or ask another model."),
					answer));
		}
		Instant deadline = this.request.deadline();
		if (deadline != null && !Instant.now().isBefore(deadline)) {
			return Mono.error(failure(
					LlmException.builder(Reason.TIMEOUT_TOTAL,
							"the time was over when the answer was to be mended, which did not fit: " + problem),
					answer));
		}
		this.repairs++;
		this.conversation.addAll(earlier(turn));
		if (!text.isBlank()) {
			this.conversation.add(turn.toolCalls().isEmpty() ? turn.message() : Message.assistant(text));
		}
		this.conversation.add(Message.user("Your answer does not fit the JSON Schema: " + problem
				+ ". Answer again with the whole JSON object that fits, and nothing else."));
		ChatRequest again = this.request.toBuilder()
			.messages(this.conversation)
			.options(this.request.options().toBuilder().toolChoice(laterChoice()).build())
			.build();
		return completed(this.provider.send(again))
			.onErrorMap(LlmException.class, (failure) -> brokenOff(failure, answer))
			.flatMap(this::settle);
	}

	/**
	 * Choice of tools after the first turn: a model that had to call one has done so.
	 */
	private @Nullable ToolChoice laterChoice() {
		ToolChoice choice = this.request.options().toolChoice();
		boolean forced = choice != null
				&& (choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.NAMED);
		return forced ? ToolChoice.AUTO : choice;
	}

	private static LlmException failure(LlmException.Builder failure, ChatResponse answer) {
		return failure.provider(answer.provider()).model(answer.model()).partial(answer).build();
	}

	private static LlmException brokenOff(LlmException failure, ChatResponse answer) {
		return (failure.partial() != null) ? failure : failure.toBuilder().partial(answer).build();
	}

}
