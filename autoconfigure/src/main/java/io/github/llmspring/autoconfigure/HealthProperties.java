package io.github.llmspring.autoconfigure;

import java.time.Duration;

/**
 * How health becomes known.
 */
class HealthProperties {

	private Probe probe = new Probe();

	public Probe getProbe() {
		return this.probe;
	}

	public void setProbe(Probe probe) {
		this.probe = probe;
	}

	/**
	 * How services are asked whether they can be reached.
	 */
	public static class Probe {

		/**
		 * Whether to ask services for their lists of models when health is asked for,
		 * which costs nothing. Otherwise health is known from the application's calls
		 * alone.
		 */
		private boolean enabled;

		/**
		 * Longest wait for the lists of all services, which are asked at once.
		 */
		private Duration timeout = Duration.ofSeconds(2);

		/**
		 * Shortest time from one time of asking to the next. What became known lasts as
		 * long.
		 */
		private Duration interval = Duration.ofMinutes(1);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

	}

}
