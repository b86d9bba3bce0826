package io.github.llmspring.http;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Something that takes time to get and expires, kept at hand.
 * <p>
 * It is got on a thread that may wait, once for all who need it at the same time. Near
 * its end it is got anew while the old value stays in use; only without a good value
 * anyone waits.
 *
 * @param <T> what it is
 */
final class Refreshed<T> {

	/**
	 * How long before its end a value is got anew, or a fourth of its life if that is
	 * shorter.
	 */
	private static final Duration EARLY = Duration.ofMinutes(5);

	/**
	 * A value this close to its end may be over when it arrives.
	 */
	private static final Duration TOO_LATE = Duration.ofSeconds(10);

	/**
	 * How long a value without an end is used.
	 */
	private static final Duration LONGEST = Duration.ofMinutes(15);

	/**
	 * How long not to try again after a value could not be got while the old one is good.
	 */
	private static final Duration PAUSE = Duration.ofSeconds(10);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Callable<Expiring<T>> source;

	private final Scheduler scheduler;

	private volatile @Nullable Held<T> held;

	private @Nullable Mono<T> running;

	Refreshed(Callable<Expiring<T>> source, Scheduler scheduler) {
		this.source = source;
		this.scheduler = scheduler;
	}

	/**
	 * Value that is good now.
	 * @return the value, at once where there is one
	 */
	Mono<T> get() {
		Held<T> known = this.held;
		long now = now();
		if (known == null || now >= known.end()) {
			return refresh(known);
		}
		if (now >= known.renewal()) {
			refresh(known).subscribe((value) -> {
			}, (failure) -> {
			});
		}
		return known.value();
	}

	/**
	 * Forgets a value that turned out not to be good.
	 * @param value the value; another one that was got meanwhile stays
	 */
	synchronized void forget(T value) {
		Held<T> known = this.held;
		if (known != null && known.raw().equals(value)) {
			this.held = null;
		}
	}

	/**
	 * Gets a new value, unless somebody else got one since the old one was looked at.
	 */
	private synchronized Mono<T> refresh(@Nullable Held<T> old) {
		Held<T> latest = this.held;
		if (latest != null && latest != old && now() < Math.min(latest.renewal(), latest.end())) {
			return latest.value();
		}
		Mono<T> current = this.running;
		if (current == null) {
			current = Mono.fromCallable(this.source)
				.subscribeOn(this.scheduler)
				.timeout(PATIENCE, this.scheduler)
				.map(this::hold)
				.onErrorMap(Refreshed::explained)
				.doOnError((failure) -> pause())
				.cache();
			this.running = current;
		}
		return current;
	}

	/**
	 * Before anyone is told of the value: who is told may ask again at once.
	 */
	private synchronized T hold(Expiring<T> got) {
		this.held = Held.of(got, now());
		this.running = null;
		return got.value();
	}

	private synchronized void pause() {
		this.running = null;
		Held<T> known = this.held;
		if (known != null) {
			this.held = new Held<>(known.value(), known.raw(), now() + PAUSE.toMillis(), known.end());
		}
	}

	private long now() {
		return this.scheduler.now(TimeUnit.MILLISECONDS);
	}

	private static Throwable explained(Throwable failure) {
		Throwable cause = Exceptions.unwrap(failure);
		if (cause instanceof LlmException) {
			return cause;
		}
		if (cause instanceof TimeoutException) {
			return LlmException.of(Reason.CONNECTION, "no credentials came within " + PATIENCE.toSeconds() + " s");
		}
		return LlmException
			.builder(isOfTheNetwork(cause) ? Reason.CONNECTION : Reason.AUTHENTICATION,
					"there are no credentials: " + TransportErrors.describe(cause))
			.advice("Check the provider's credentials.")
			.cause(cause)
			.build();
	}

	private static boolean isOfTheNetwork(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SocketException || cause instanceof SocketTimeoutException
					|| cause instanceof UnknownHostException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Value in use.
	 *
	 * @param value the value, for whoever asks
	 * @param raw the value itself
	 * @param renewal when to get it anew
	 * @param end when not to use it any more
	 */
	private record Held<T>(Mono<T> value, T raw, long renewal, long end) {

		static <T> Held<T> of(Expiring<T> got, long now) {
			Instant expiresAt = got.expiresAt();
			if (expiresAt == null) {
				return new Held<>(Mono.just(got.value()), got.value(), now + LONGEST.toMillis(), Long.MAX_VALUE);
			}
			long life = Math.max(0, expiresAt.toEpochMilli() - now);
			long end = now + life - Math.min(TOO_LATE.toMillis(), life / 10);
			// a source that keeps values itself may give the old one again
			long soonest = now + Math.min(PAUSE.toMillis(), life / 2);
			long renewal = Math.max(soonest, now + life - Math.min(EARLY.toMillis(), life / 4));
			return new Held<>(Mono.just(got.value()), got.value(), renewal, end);
		}

	}

}
