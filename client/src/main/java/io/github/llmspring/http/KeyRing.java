package io.github.llmspring.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.wire.HttpCall;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Authorization with several keys, one for each exchange, spread by weight.
 * <p>
 * A key of which the service says that it sends too much rests for the time that the
 * service asks for. One that the service refuses is not used again as long as the
 * application runs with this configuration. A failure that another key may mend says to
 * try again at once.
 */
final class KeyRing implements Authorization {

	/**
	 * How long a key rests where the service does not say.
	 */
	static final Duration REST = Duration.ofSeconds(5);

	/**
	 * How long a key without quota rests where the service calls that a limit of rate.
	 */
	static final Duration LONG_REST = Duration.ofMinutes(5);

	private static final Log logger = LogFactory.getLog(KeyRing.class);

	private final String provider;

	private final List<RingKey> keys;

	private final LongSupplier nanoTime;

	KeyRing(String provider, Preset.Key form, List<WeightedKey> keys, LongSupplier nanoTime) {
		this.provider = provider;
		this.keys = IntStream.range(0, keys.size()).mapToObj((i) -> new RingKey(this, i, keys.get(i), form)).toList();
		this.nanoTime = nanoTime;
	}

	/**
	 * Chooses the key of the next exchange.
	 */
	@Override
	public synchronized Mono<Authorization> prepare() {
		RingKey chosen = choose();
		return (chosen != null) ? Mono.just(chosen) : Mono.error(none());
	}

	@Override
	public void authorize(HttpCall call, URI uri, BiConsumer<String, String> headers) {
		throw new IllegalStateException("A key is chosen for each exchange");
	}

	/**
	 * The key that is furthest behind its share. What each gains in a round is its
	 * weight, what the chosen one pays the weight of all: so equal shares take turns and
	 * unequal ones are mixed, not sent in a row.
	 */
	private @Nullable RingKey choose() {
		long now = this.nanoTime.getAsLong();
		RingKey chosen = null;
		int round = 0;
		for (RingKey key : this.keys) {
			if (key.isAwake(now)) {
				round += key.weight();
				if (key.gain() > ((chosen != null) ? chosen.credit() : Integer.MIN_VALUE)) {
					chosen = key;
				}
			}
		}
		if (chosen != null) {
			chosen.pay(round);
		}
		return chosen;
	}

	private LlmException none() {
		long now = this.nanoTime.getAsLong();
		long wait = this.keys.stream()
			.filter((key) -> !key.isRetired())
			.mapToLong((key) -> key.restLeft(now))
			.min()
			.orElse(-1);
		if (wait < 0) {
			return LlmException
				.builder(Reason.AUTHENTICATION,
						"the service refused all " + this.keys.size() + " api keys, so none is used any more")
				.advice("Replace the keys in llm.providers." + this.provider + ".api-keys and start anew.")
				.build();
		}
		return LlmException.builder(Reason.RATE_LIMITED, "all api keys rest, as the service asked to send less")
			.retryAfter(Duration.ofNanos(wait))
			.build();
	}

	/**
	 * Takes note of a failure with a key.
	 */
	synchronized LlmException failed(RingKey key, LlmException failure) {
		boolean quotaAsRate = failure.reason() == Reason.QUOTA_EXHAUSTED && isTooMany(failure);
		if (failure.reason() == Reason.RATE_LIMITED || quotaAsRate) {
			Duration asked = failure.retryAfter();
			Duration rest = (asked != null) ? asked : (quotaAsRate ? LONG_REST : REST);
			key.rest(this.nanoTime.getAsLong() + rest.toNanos());
			return tryAnother(failure);
		}
		if (failure.reason() == Reason.AUTHENTICATION || failure.reason() == Reason.QUOTA_EXHAUSTED) {
			if (key.retire()) {
				logger.warn("Provider '" + this.provider + "': api key " + key.number() + " of " + this.keys.size()
						+ " was refused ("
						+ ((failure.status() != null) ? "HTTP " + failure.status() : failure.reason().code())
						+ ") and is not used any more.");
			}
			return tryAnother(failure);
		}
		return failure;
	}

	private static boolean isTooMany(LlmException failure) {
		return Integer.valueOf(429).equals(failure.status());
	}

	private LlmException tryAnother(LlmException failure) {
		long now = this.nanoTime.getAsLong();
		return this.keys.stream().anyMatch((key) -> key.isAwake(now))
				? failure.toBuilder().retryable(true).retryAfter(Duration.ZERO).build() : failure;
	}

}
