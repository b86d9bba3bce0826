package io.github.llmspring.tools;

import java.util.List;
import java.util.concurrent.Executor;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.ToolDefinition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Provider that runs the tools which a model asks for and asks it again with the results,
 * until it answers.
 * <p>
 * Only tools with a function are run. A turn that calls a tool without one goes to the
 * caller as it is, and none of its calls are run: either a turn is ours or it is the
 * caller's. A call of an unknown tool, or with arguments that do not fit the tool's
 * schema, goes back to the model as an error result, as does a tool's failure, timeout or
 * refusal.
 * <p>
 * A streamed answer holds every turn's events, {@link ChatEvent.TurnCompleted} at the end
 * of each turn but the last, and {@link ChatEvent.ToolAnswered} for each call in the
 * order of the calls. A whole answer is the one last event. The answer is the last turn's
 * message with the usage and warnings of all turns;
 * {@link io.github.llmspring.ChatResponse#messages()} holds the turns before it.
 * <p>
 * What exceeds {@link ToolLoopSettings#maxTurns() turns} or
 * {@link ToolLoopSettings#maxCalls() calls} is an exception with the turn so far, not an
 * answer: an answer that quietly lacks what the tools should have brought looks right and
 * is wrong. Once tools have run, a failure is never retryable from outside.
 */
public final class ToolLoopProvider implements ChatProvider {

	private final ChatProvider provider;

	private final ToolLoopSettings settings;

	private final ToolApproval approval;

	private final Executor executor;

	private final Scheduler timer;

	private final ToolCaller caller;

	/**
	 * Loop around a provider, on virtual threads where Java has them and on a bounded
	 * pool where not.
	 * @param provider the provider that is asked for each turn
	 * @param settings the bounds
	 * @param approval decides whether a call may run
	 */
	public ToolLoopProvider(ChatProvider provider, ToolLoopSettings settings, ToolApproval approval) {
		this(provider, settings, approval, ToolThreads.SHARED);
	}

	/**
	 * Loop around a provider, on threads of the caller.
	 * @param provider the provider that is asked for each turn
	 * @param settings the bounds
	 * @param approval decides whether a call may run
	 * @param executor runs the tools, on threads that may block
	 */
	public ToolLoopProvider(ChatProvider provider, ToolLoopSettings settings, ToolApproval approval,
			Executor executor) {
		this(provider, settings, approval, executor, Schedulers.parallel());
	}

	ToolLoopProvider(ChatProvider provider, ToolLoopSettings settings, ToolApproval approval, Executor executor,
			Scheduler timer) {
		this(provider, settings, approval, executor, timer, ToolCaller.PLAIN);
	}

	private ToolLoopProvider(ChatProvider provider, ToolLoopSettings settings, ToolApproval approval, Executor executor,
			Scheduler timer, ToolCaller caller) {
		this.provider = provider;
		this.settings = settings;
		this.approval = approval;
		this.executor = executor;
		this.timer = timer;
		this.caller = caller;
	}

	/**
	 * This loop with another way to call tools.
	 * @param caller calls them, on the tool's thread
	 * @return the loop
	 */
	public ToolLoopProvider calling(ToolCaller caller) {
		return new ToolLoopProvider(this.provider, this.settings, this.approval, this.executor, this.timer, caller);
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return hasFunctions(request) ? loop(request) : this.provider.send(request);
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.provider.models();
	}

	@Override
	public ChatProvider snapshot() {
		ChatProvider now = this.provider.snapshot();
		return (now == this.provider) ? this
				: new ToolLoopProvider(now, this.settings, this.approval, this.executor, this.timer, this.caller);
	}

	private static boolean hasFunctions(ChatRequest request) {
		for (ToolDefinition tool : request.tools()) {
			if (tool.function() != null) {
				return true;
			}
		}
		return false;
	}

	private Flux<ChatEvent> loop(ChatRequest request) {
		return Flux.deferContextual((context) -> {
			Toolbox toolbox = Toolbox.of(request, this.settings.maxArguments());
			ToolRunner runner = new ToolRunner(toolbox, this.approval, this.caller, this.executor, this.timer, context);
			ToolLoop loop = new ToolLoop(this.provider.snapshot(), this.settings, toolbox, runner,
					new LoopClock(this.timer), request);
			return Flux.defer(loop::next).repeat(loop::goesOn);
		});
	}

}
