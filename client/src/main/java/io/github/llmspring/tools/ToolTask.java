package io.github.llmspring.tools;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import reactor.core.publisher.MonoSink;

/**
 * A call on its thread.
 * <p>
 * The outcome is handed on when the task is over and cancelling no longer interrupts:
 * what follows, such as the next turn, may be on this thread, too.
 */
final class ToolTask extends FutureTask<ToolOutcome> {

	private final MonoSink<ToolOutcome> sink;

	ToolTask(Callable<ToolOutcome> call, MonoSink<ToolOutcome> sink) {
		super(call);
		this.sink = sink;
	}

	@Override
	protected void set(ToolOutcome outcome) {
		super.set(outcome);
		if (!isCancelled()) {
			this.sink.success(outcome);
		}
	}

}
