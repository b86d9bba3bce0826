package io.github.llmspring.http;

import java.net.URI;
import java.util.function.BiConsumer;

import io.github.llmspring.LlmException;
import io.github.llmspring.wire.HttpCall;

/**
 * One key of a {@link KeyRing}, which guards all access to what changes here.
 */
final class RingKey implements Authorization {

	private final KeyRing ring;

	private final int index;

	private final int weight;

	private final Authorization sent;

	private int credit;

	private boolean resting;

	private long restsUntil;

	private boolean retired;

	RingKey(KeyRing ring, int index, WeightedKey key, Preset.Key form) {
		this.ring = ring;
		this.index = index;
		this.weight = key.weight();
		this.sent = form.authorization(key::key);
	}

	@Override
	public void authorize(HttpCall call, URI uri, BiConsumer<String, String> headers) {
		this.sent.authorize(call, uri, headers);
	}

	@Override
	public LlmException failed(LlmException failure) {
		return this.ring.failed(this, failure);
	}

	int number() {
		return this.index + 1;
	}

	int weight() {
		return this.weight;
	}

	int credit() {
		return this.credit;
	}

	int gain() {
		this.credit += this.weight;
		return this.credit;
	}

	void pay(int round) {
		this.credit -= round;
	}

	boolean isAwake(long now) {
		return !this.retired && restLeft(now) == 0;
	}

	long restLeft(long now) {
		return this.resting ? Math.max(0, this.restsUntil - now) : 0;
	}

	void rest(long until) {
		if (!this.resting || until - this.restsUntil > 0) {
			this.restsUntil = until;
		}
		this.resting = true;
	}

	boolean isRetired() {
		return this.retired;
	}

	/**
	 * Takes the key out of use.
	 * @return whether it was in use
	 */
	boolean retire() {
		boolean changed = !this.retired;
		this.retired = true;
		return changed;
	}

}
