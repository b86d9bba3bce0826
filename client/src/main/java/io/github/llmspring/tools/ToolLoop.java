package io.github.llmspring.tools;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.ToolChoice;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * One answer in the making: turns of the model and of its tools, by turns.
 * <p>
 * Each phase is a {@code Flux} of its own, subscribed to when the one before is over, so
 * that the events of a turn pass through two operators however many turns there were.
 */
final class ToolLoop {

	private final ChatProvider provider;

	private final ToolLoopSettings settings;

	private final Toolbox toolbox;

	private final ToolRunner runner;

	private final LoopClock clock;

	private final ChatRequest request;

	private final Instant deadline;

	private final LoopProgress progress = new LoopProgress();

	private @Nullable ChatResponse pending;

	private boolean goesOn;

	ToolLoop(ChatProvider provider, ToolLoopSettings settings, Toolbox toolbox, ToolRunner runner, LoopClock clock,
			ChatRequest request) {
		this.provider = provider;
		this.settings = settings;
		this.toolbox = toolbox;
		this.runner = runner;
		this.clock = clock;
		this.request = request;
		Instant latest = clock.now().plus(settings.total());
		Instant asked = request.deadline();
		this.deadline = (asked != null && asked.isBefore(latest)) ? asked : latest;
	}

	/**
	 * Whether a further phase follows the one that is over.
	 */
	boolean goesOn() {
		return this.goesOn;
	}

	/**
	 * Events of the next phase.
	 */
	Flux<ChatEvent> next() {
		ChatResponse turn = this.pending;
		this.pending = null;
		this.goesOn = false;
		return (turn != null) ? runTools(turn) : ask();
	}

	private Flux<ChatEvent> ask() {
		if (!this.clock.isBefore(this.deadline)) {
			return Flux.error(this.progress.outOfTime());
		}
		boolean first = this.progress.beginTurn();
		List<Message> conversation = new ArrayList<>(this.request.messages());
		conversation.addAll(this.progress.earlier());
		ChatRequest.Builder turn = this.request.toBuilder().messages(conversation).deadline(this.deadline);
		if (first) {
			return told(this.provider.send(turn.build()));
		}
		return told(this.provider
			.send(turn.options(this.request.options().toBuilder().toolChoice(laterChoice()).build()).build()))
			.onErrorMap(LlmException.class, this.progress::failed);
	}

	private @Nullable ToolChoice laterChoice() {
		ToolChoice choice = this.request.options().toolChoice();
		return (choice != null) ? choice.afterCall() : null;
	}

	/**
	 * What a turn tells, its end as the end of the answer, as that of a turn, or not at
	 * all.
	 */
	private Flux<ChatEvent> told(Flux<ChatEvent> turn) {
		// handle() would restore the captured thread-locals around each event
		return turn.filter(this::passes).map(this::told);
	}

	private boolean passes(ChatEvent event) {
		if (!(event instanceof ChatEvent.Completed completed)) {
			return true;
		}
		ChatResponse turn = completed.response();
		this.progress.add(turn);
		this.goesOn = wantsTools(turn);
		this.pending = this.goesOn ? turn : null;
		return !this.goesOn || this.request.streaming();
	}

	private ChatEvent told(ChatEvent event) {
		if (!(event instanceof ChatEvent.Completed completed)) {
			return event;
		}
		return this.goesOn ? new ChatEvent.TurnCompleted(completed.response())
				: new ChatEvent.Completed(this.progress.answer(completed.response()));
	}

	private boolean wantsTools(ChatResponse turn) {
		FinishReason reason = turn.finishReason();
		boolean finished = reason == FinishReason.TOOL_CALLS || reason == FinishReason.STOP
				|| reason == FinishReason.OTHER;
		List<Content.ToolCall> calls = turn.toolCalls();
		return finished && !calls.isEmpty() && calls.stream().noneMatch(this.toolbox::leavesToCaller);
	}

	private Flux<ChatEvent> runTools(ChatResponse turn) {
		List<Content.ToolCall> calls = turn.toolCalls();
		int run = Math.min(calls.size(), this.settings.maxCallsPerTurn());
		LlmException exceeded = this.progress.exceeded(turn, run, this.settings);
		if (exceeded != null) {
			return Flux.error(exceeded);
		}
		this.progress.addCalls(run);
		boolean oneByOne = Boolean.FALSE.equals(this.request.options().parallelToolCalls());
		List<ToolOutcome> outcomes = new ArrayList<>();
		return Flux.range(0, calls.size())
			.flatMapSequential((index) -> (index < run) ? run(calls.get(index)) : Mono.just(notRun(calls.get(index))),
					oneByOne ? 1 : this.settings.parallel(), 1)
			.<ChatEvent>handle((outcome, sink) -> {
				outcomes.add(outcome);
				if (this.request.streaming()) {
					sink.next(new ChatEvent.ToolAnswered(outcome.result()));
				}
			})
			.concatWith(Flux.defer(() -> end(turn, outcomes)));
	}

	private Mono<ToolOutcome> run(Content.ToolCall call) {
		return Mono.defer(() -> {
			if (!this.clock.isBefore(this.deadline)) {
				return Mono.just(ToolOutcome.rejected(call, "Not run: the time for the answer is over."));
			}
			Duration left = this.clock.until(this.deadline);
			Duration limit = this.settings.callTimeout();
			return this.runner.run(call, (left.compareTo(limit) < 0) ? left : limit);
		});
	}

	private ToolOutcome notRun(Content.ToolCall call) {
		return ToolOutcome.rejected(call, "Not run: at most " + this.settings.maxCallsPerTurn()
				+ " calls are run in one turn. Call again for what is missing.");
	}

	private Flux<ChatEvent> end(ChatResponse turn, List<ToolOutcome> outcomes) {
		this.progress.add(this.toolbox.remembered(turn.message()), outcomes);
		if (outcomes.stream().noneMatch(ToolOutcome::last)) {
			this.goesOn = true;
			return Flux.empty();
		}
		String text = outcomes.stream()
			.filter(ToolOutcome::last)
			.map((outcome) -> outcome.result().text())
			.collect(Collectors.joining("\n"));
		ChatEvent answer = new ChatEvent.Completed(this.progress.answer(turn, text));
		return (this.request.streaming() && !text.isEmpty()) ? Flux.just(new ChatEvent.TextDelta(text), answer)
				: Flux.just(answer);
	}

}
