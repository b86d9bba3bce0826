package io.github.llmspring.tools;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.Cost;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What has been done for an answer so far: turns, calls, tokens.
 */
final class LoopProgress {

	private final List<Message> earlier = new ArrayList<>();

	private final Set<String> warnings = new LinkedHashSet<>();

	private final List<Attempt> attempts = new ArrayList<>();

	private @Nullable ChatResponse last;

	private @Nullable Usage usage;

	private @Nullable Cost cost;

	private int turns;

	private int calls;

	/**
	 * Counts a turn that begins.
	 * @return whether it is the first
	 */
	boolean beginTurn() {
		return this.turns++ == 0;
	}

	/**
	 * Adds a turn of the model.
	 */
	void add(ChatResponse turn) {
		this.last = turn;
		this.cost = (this.usage != null) ? Cost.sum(this.cost, turn.cost()) : turn.cost();
		this.usage = (this.usage != null) ? this.usage.plus(turn.usage()) : turn.usage();
		this.warnings.addAll(turn.warnings());
		this.attempts.addAll(turn.attempts());
	}

	void addCalls(int count) {
		this.calls += count;
	}

	/**
	 * Adds a turn of the model and its tools to the conversation.
	 */
	void add(Message turn, List<ToolOutcome> outcomes) {
		List<Content> results = new ArrayList<>(outcomes.size());
		for (ToolOutcome outcome : outcomes) {
			results.add(outcome.result());
			if (outcome.warning() != null) {
				this.warnings.add(outcome.warning());
			}
		}
		this.earlier.add(turn);
		this.earlier.add(new Message(Role.TOOL, results));
	}

	/**
	 * Messages of the turns in which tools were run.
	 */
	List<Message> earlier() {
		return this.earlier;
	}

	/**
	 * Answer that a turn of the model is.
	 */
	ChatResponse answer(ChatResponse turn) {
		return complete(turn.toBuilder(), turn);
	}

	/**
	 * Answer that a tool has given.
	 */
	ChatResponse answer(ChatResponse turn, String text) {
		return complete(bare(turn).content(new Content.Text(text)).finishReason(FinishReason.STOP, null), null);
	}

	private static ChatResponse.Builder bare(ChatResponse turn) {
		return ChatResponse.builder()
			.id(turn.id())
			.provider(turn.provider())
			.model(turn.model())
			.requestId(turn.requestId());
	}

	private ChatResponse complete(ChatResponse.Builder answer, @Nullable ChatResponse known) {
		List<String> missing = new ArrayList<>(this.warnings);
		if (known != null) {
			missing.removeAll(known.warnings());
		}
		return answer.earlier(this.earlier)
			.usage((this.usage != null) ? this.usage : Usage.UNKNOWN)
			.cost(this.cost)
			.warnings(missing)
			.build()
			.withAttempts(this.attempts);
	}

	/**
	 * Failure of a later turn, with what was done before it. It is not retryable: tools
	 * have run, and would run again.
	 */
	LlmException failed(LlmException failure) {
		ChatResponse begun = failure.partial();
		List<Attempt> all = new ArrayList<>(this.attempts);
		all.addAll(failure.attempts());
		LlmException.Builder failed = failure.toBuilder().retryable(false).attempts(all);
		if (begun == null) {
			return failed.partial(soFar()).build();
		}
		Usage known = (this.usage != null) ? this.usage.plus(begun.usage()) : begun.usage();
		Cost paid = (this.usage != null) ? Cost.sum(this.cost, begun.cost()) : begun.cost();
		ChatResponse partial = complete(begun.toBuilder(), begun).toBuilder().usage(known).cost(paid).build();
		return failed.partial(partial).build();
	}

	private @Nullable ChatResponse soFar() {
		return (this.last != null) ? complete(bare(this.last), null) : null;
	}

	/**
	 * Failure of a loop whose time is over.
	 */
	LlmException outOfTime() {
		return failure(Reason.TIMEOUT_TOTAL, "the tools were still at work when the time for the whole answer was over",
				soFar())
			.build();
	}

	/**
	 * Failure of a loop that would exceed a bound, or {@code null}.
	 */
	@Nullable LlmException exceeded(ChatResponse turn, int wanted, ToolLoopSettings settings) {
		if (this.turns >= settings.maxTurns()) {
			return failure(Reason.BUDGET_EXCEEDED,
					"the model still wants tools to be run in turn " + this.turns + ", the last", answer(turn))
				.advice("Raise llm.tools.max-turns, maxTurns of ToolLoopSettings, or ask for less at once.")
				.build();
		}
		if (this.calls + wanted > settings.maxCalls()) {
			return failure(Reason.BUDGET_EXCEEDED,
					"the model wants " + (this.calls + wanted) + " calls of tools, at most " + settings.maxCalls()
							+ " are run for one answer",
					answer(turn))
				.advice("Raise llm.tools.max-calls, maxCalls of ToolLoopSettings, or ask for less at once.")
				.build();
		}
		return null;
	}

	private LlmException.Builder failure(Reason reason, String detail, @Nullable ChatResponse partial) {
		LlmException.Builder failure = LlmException.builder(reason, detail)
			.retryable(false)
			.partial(partial)
			.attempts(this.attempts);
		return (this.last != null) ? failure.provider(this.last.provider()).model(this.last.model()) : failure;
	}

}
