package io.github.llmspring.tools;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.llmspring.Content;
import io.github.llmspring.ToolInvocation;
import io.github.llmspring.schema.InvalidJsonException;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * Runs calls, each on a thread of its own, within its time and with the thread-bound
 * context of whoever asked: who is logged in, which trace it is.
 */
final class ToolRunner {

	private static final Log logger = LogFactory.getLog(ToolRunner.class);

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private final Toolbox toolbox;

	private final ToolApproval approval;

	private final ToolCaller caller;

	private final Executor executor;

	private final Scheduler timer;

	private final ContextSnapshot snapshot;

	ToolRunner(Toolbox toolbox, ToolApproval approval, ToolCaller caller, Executor executor, Scheduler timer,
			ContextView context) {
		this.toolbox = toolbox;
		this.approval = approval;
		this.caller = caller;
		this.executor = executor;
		this.timer = timer;
		this.snapshot = SNAPSHOTS.captureFrom(context);
	}

	/**
	 * Runs a call when subscribed to; cancelling interrupts it.
	 * @param call the call
	 * @param limit the longest time to wait
	 * @return what became of it, never an error
	 */
	Mono<ToolOutcome> run(Content.ToolCall call, Duration limit) {
		return Mono.<ToolOutcome>create((sink) -> start(call, sink))
			.timeout(limit, Mono.fromSupplier(() -> ToolOutcome.late(call, limit)), this.timer);
	}

	private void start(Content.ToolCall call, MonoSink<ToolOutcome> sink) {
		ToolTask task = new ToolTask(() -> outcome(call), sink);
		sink.onCancel(() -> task.cancel(true));
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			sink.success(ToolOutcome.noThread(call));
		}
	}

	private ToolOutcome outcome(Content.ToolCall call) {
		try (ContextSnapshot.Scope scope = this.snapshot.setThreadLocals()) {
			Toolbox.ReadyCall ready = this.toolbox.prepare(call);
			approve(ready.invocation());
			return ToolOutcome.of(call, this.caller.call(ready.function(), ready.invocation()));
		}
		catch (RejectedCallException ex) {
			return ToolOutcome.rejected(call, ex.text());
		}
		catch (InvalidJsonException ex) {
			return ToolOutcome.rejected(call, RejectedCallException.ofArguments(ex).text());
		}
		catch (Throwable ex) {
			logger.debug("The tool '" + call.name() + "' failed, which the model is told", ex);
			return ToolOutcome.failed(call, ex);
		}
	}

	private void approve(ToolInvocation invocation) throws RejectedCallException {
		ToolApproval.Decision decision = this.approval.decide(invocation);
		if (!decision.allowed()) {
			throw RejectedCallException.notAllowed(decision.reason().strip());
		}
	}

}
