package io.github.llmspring.simulated;

import java.util.SplittableRandom;

import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Which calls of a provider fail: drawn by chance, and yet the same ones every time,
 * since the provider's id is what the chance begins with.
 */
final class Failures {

	private final SimulatedSettings settings;

	private final SplittableRandom random;

	Failures(String id, SimulatedSettings settings) {
		this.settings = settings;
		this.random = new SplittableRandom(id.hashCode());
	}

	/**
	 * Draws for the next call.
	 * @return the reason it fails with, or {@code null} where it does not
	 */
	@Nullable Reason next() {
		double rate = this.settings.failureRate();
		return (rate > 0 && draw() < rate) ? this.settings.fail() : null;
	}

	private synchronized double draw() {
		return this.random.nextDouble();
	}

}
