package io.github.llmspring.entity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.llmspring.AnswerCheck;
import io.github.llmspring.Attempt;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Cost;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One answer in the making: the first turn, and those that mend it.
 */
final class MendedAnswer {

	private static final int MOST_REPAIRS = 2;

	private final ChatProvider provider;

	private final ChatRequest request;

	private final String form;

	private final AnswerCheck check;

	private final List<Message> conversation;

	private final List<Message> toolTurns = new ArrayList<>();

	private final Set<String> warnings = new LinkedHashSet<>();

	private final List<Attempt> attempts = new ArrayList<>();

	private @Nullable Usage usage;

	private @Nullable Cost cost;

	private int repairs;

	private @Nullable ChatResponse misfit;

	MendedAnswer(ChatProvider provider, ChatRequest request, String form, AnswerCheck check) {
		this.provider = provider;
		this.request = request;
		this.form = form;
		this.check = check;
		this.conversation = new ArrayList<>(request.messages());
	}

	Flux<ChatEvent> events() {
		// handle() would restore the captured thread-locals around each event
		return this.provider.send(this.request).filter(this::passes).concatWith(Mono.defer(this::mended));
	}

	private boolean passes(ChatEvent event) {
		if (event instanceof ChatEvent.Completed completed && problem(completed.response()) != null) {
			this.misfit = completed.response();
			return false;
		}
		return true;
	}

	private @Nullable String problem(ChatResponse turn) {
		return (Withheld.failure(this.request, turn) != null) ? null : this.check.problem(turn);
	}

	private Mono<ChatEvent> mended() {
		return (this.misfit != null) ? settle(this.misfit).map(ChatEvent.Completed::new) : Mono.empty();
	}

	private Mono<ChatResponse> settle(ChatResponse turn) {
		ChatResponse answer = add(turn);
		String problem = problem(turn);
		if (problem == null) {
			return Mono.just(answer);
		}
		LlmException failure = endsWith(answer, problem);
		return (failure != null) ? Mono.error(failure) : askAgain(turn, problem, answer);
	}

	private ChatResponse add(ChatResponse turn) {
		this.cost = (this.usage != null) ? Cost.sum(this.cost, turn.cost()) : turn.cost();
		this.usage = (this.usage != null) ? this.usage.plus(turn.usage()) : turn.usage();
		this.warnings.addAll(turn.warnings());
		this.toolTurns.addAll(earlier(turn));
		this.attempts.addAll(turn.attempts());
		List<String> missing = new ArrayList<>(this.warnings);
		missing.removeAll(turn.warnings());
		return turn.toBuilder()
			.earlier(List.copyOf(this.toolTurns))
			.usage(this.usage)
			.cost(this.cost)
			.warnings(missing)
			.build()
			.withAttempts(this.attempts);
	}

	private static List<Message> earlier(ChatResponse turn) {
		List<Message> all = turn.messages();
		int last = all.size() - 1;
		return (last >= 0 && all.get(last).equals(turn.message())) ? all.subList(0, last) : all;
	}

	private @Nullable LlmException endsWith(ChatResponse answer, String problem) {
		if (this.repairs == MOST_REPAIRS) {
			return Withheld.of(answer,
					LlmException
						.builder(Reason.MALFORMED_RESPONSE,
								"the answer is no " + this.form + ", asked " + (MOST_REPAIRS + 1) + " times: "
										+ problem)
						.retryable(false)
						.advice("The last answer is in partial(). Describe the type better, or ask another model."));
		}
		Instant deadline = this.request.deadline();
		if (deadline != null && !Instant.now().isBefore(deadline)) {
			return Withheld.of(answer, LlmException.builder(Reason.TIMEOUT_TOTAL,
					"the time was over when the answer was to be mended, which did not fit: " + problem));
		}
		return null;
	}

	private Mono<ChatResponse> askAgain(ChatResponse turn, String problem, ChatResponse answer) {
		this.repairs++;
		this.conversation.addAll(earlier(turn));
		String said = AnswerDocument.text(turn);
		if (!said.isBlank()) {
			this.conversation.add(turn.toolCalls().isEmpty() ? turn.message() : Message.assistant(said));
		}
		this.conversation.add(Message.user("Your answer does not fit the JSON Schema: " + problem
				+ ". Answer again with the whole JSON object that fits, and nothing else."));
		ChatRequest again = this.request.toBuilder()
			.messages(this.conversation)
			.options(this.request.options().toBuilder().toolChoice(laterChoice()).build())
			.build();
		return ChatEvent.answer(this.provider.send(again))
			.onErrorMap(LlmException.class, (failure) -> brokenOff(failure, answer))
			.flatMap(this::settle);
	}

	private @Nullable ToolChoice laterChoice() {
		ToolChoice choice = this.request.options().toolChoice();
		return (choice != null) ? choice.afterCall() : null;
	}

	private static LlmException brokenOff(LlmException failure, ChatResponse answer) {
		List<Attempt> all = new ArrayList<>(answer.attempts());
		all.addAll(failure.attempts());
		LlmException.Builder failed = failure.toBuilder().attempts(all);
		return (failure.partial() != null) ? failed.build() : failed.partial(answer).build();
	}

}
