package io.github.llmspring.observation;

import java.util.function.LongSupplier;

import io.github.llmspring.ToolInvocation;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * One run of a tool, on the tool's thread.
 */
public final class ToolObservationContext extends TimedContext {

	private final ToolInvocation invocation;

	private final @Nullable Redactor content;

	private @Nullable ToolOutput output;

	ToolObservationContext(ToolInvocation invocation, @Nullable Redactor content, LongSupplier ticker) {
		super(ticker);
		this.invocation = invocation;
		this.content = content;
	}

	/**
	 * What the model asks for.
	 * @return the call
	 */
	public ToolInvocation invocation() {
		return this.invocation;
	}

	/**
	 * What the tool answered.
	 * @return the output, or {@code null} where it failed
	 */
	public @Nullable ToolOutput output() {
		return this.output;
	}

	/**
	 * What content goes through before it is shown, or {@code null} where it is not.
	 */
	@Nullable Redactor content() {
		return this.content;
	}

	void answered(ToolOutput output) {
		this.output = output;
	}

}
