package io.github.llmspring.tools;

import java.time.Duration;

/**
 * Bounds of a tool loop.
 */
public final class ToolLoopSettings {

	/**
	 * Settings of which none was changed.
	 */
	public static final ToolLoopSettings DEFAULTS = builder().build();

	private final int maxTurns;

	private final int maxCalls;

	private final int maxCallsPerTurn;

	private final int parallel;

	private final int maxArguments;

	private final Duration callTimeout;

	private final Duration total;

	private ToolLoopSettings(Builder builder) {
		this.maxTurns = builder.maxTurns;
		this.maxCalls = builder.maxCalls;
		this.maxCallsPerTurn = builder.maxCallsPerTurn;
		this.parallel = builder.parallel;
		this.maxArguments = builder.maxArguments;
		this.callTimeout = builder.callTimeout;
		this.total = builder.total;
	}

	/**
	 * Builder of settings.
	 * @return a builder with the defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Most times that the model is asked for one answer; 20 by default. Where it wants
	 * tools to be run even then, the call fails with {@code BUDGET_EXCEEDED}.
	 * @return the number of turns
	 */
	public int maxTurns() {
		return this.maxTurns;
	}

	/**
	 * Most calls of tools for one answer; 100 by default. Where the model wants more, the
	 * call fails with {@code BUDGET_EXCEEDED}.
	 * @return the number of calls
	 */
	public int maxCalls() {
		return this.maxCalls;
	}

	/**
	 * Most calls of tools that are run in one turn; 32 by default. Further calls of the
	 * turn are not run, and the model is told so.
	 * @return the number of calls
	 */
	public int maxCallsPerTurn() {
		return this.maxCallsPerTurn;
	}

	/**
	 * Most calls of one turn that run at the same time; 16 by default. It is 1 for
	 * requests that want no parallel tool calls.
	 * @return the number of calls
	 */
	public int parallel() {
		return this.parallel;
	}

	/**
	 * Longest arguments of one call, in characters; 1,000,000 by default.
	 * @return the number of characters
	 */
	public int maxArguments() {
		return this.maxArguments;
	}

	/**
	 * Longest time of one call, approval and waiting for a thread included; one minute by
	 * default. Then the tool's thread is interrupted and the model is told.
	 * @return the time
	 */
	public Duration callTimeout() {
		return this.callTimeout;
	}

	/**
	 * Longest time of the whole answer, all turns and tools included; ten minutes by
	 * default. An earlier deadline of the request holds.
	 * @return the time
	 */
	public Duration total() {
		return this.total;
	}

	/**
	 * Builder of {@link ToolLoopSettings}; each method sets what the accessor of the same
	 * name describes.
	 */
	public static final class Builder {

		private int maxTurns = 20;

		private int maxCalls = 100;

		private int maxCallsPerTurn = 32;

		private int parallel = 16;

		private int maxArguments = 1_000_000;

		private Duration callTimeout = Duration.ofMinutes(1);

		private Duration total = Duration.ofMinutes(10);

		private Builder() {
		}

		public Builder maxTurns(int maxTurns) {
			this.maxTurns = positive("maxTurns", maxTurns);
			return this;
		}

		public Builder maxCalls(int maxCalls) {
			this.maxCalls = positive("maxCalls", maxCalls);
			return this;
		}

		public Builder maxCallsPerTurn(int maxCallsPerTurn) {
			this.maxCallsPerTurn = positive("maxCallsPerTurn", maxCallsPerTurn);
			return this;
		}

		public Builder parallel(int parallel) {
			this.parallel = positive("parallel", parallel);
			return this;
		}

		public Builder maxArguments(int maxArguments) {
			this.maxArguments = positive("maxArguments", maxArguments);
			return this;
		}

		public Builder callTimeout(Duration callTimeout) {
			this.callTimeout = positive("callTimeout", callTimeout);
			return this;
		}

		public Builder total(Duration total) {
			this.total = positive("total", total);
			return this;
		}

		public ToolLoopSettings build() {
			return new ToolLoopSettings(this);
		}

		private static int positive(String name, int value) {
			if (value < 1) {
				throw new IllegalArgumentException("'" + name + "' must be above 0, but is " + value);
			}
			return value;
		}

		private static Duration positive(String name, Duration value) {
			if (value.isNegative() || value.isZero()) {
				throw new IllegalArgumentException("'" + name + "' must be above 0, but is " + value);
			}
			return value;
		}

	}

}
