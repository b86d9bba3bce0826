package io.github.llmspring.http;

import java.time.Instant;
import java.time.InstantSource;

import io.github.llmspring.RateLimitState;
import io.github.llmspring.RateLimitState.Allowance;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of an answer say of the service's rate limits.
 */
final class RateLimitHeaders {

	private final Names[] requests;

	private final Names[] tokens;

	/**
	 * Headers of a service.
	 * @param dialect tells their names
	 */
	RateLimitHeaders(Dialect dialect) {
		this.requests = dialect.get(DialectKey.REQUEST_LIMIT_HEADERS).stream().map(Names::of).toArray(Names[]::new);
		this.tokens = dialect.get(DialectKey.TOKEN_LIMIT_HEADERS).stream().map(Names::of).toArray(Names[]::new);
	}

	/**
	 * Reads the headers.
	 * @param headers the headers of the answer
	 * @param clock our own time, looked at only where they tell
	 * @return what is left, or {@code null} where the headers do not tell
	 */
	@Nullable RateLimitState read(Headers headers, InstantSource clock) {
		Told requests = told(this.requests, headers);
		Told tokens = told(this.tokens, headers);
		if (requests == null && tokens == null) {
			return null;
		}
		Instant now = clock.instant();
		return new RateLimitState(allowance(requests, headers, now), allowance(tokens, headers, now), now);
	}

	private static @Nullable Told told(Names[] candidates, Headers headers) {
		for (Names names : candidates) {
			Long remaining = count(headers.first(names.remaining()));
			if (remaining != null) {
				return new Told(names, remaining);
			}
		}
		return null;
	}

	private static @Nullable Allowance allowance(@Nullable Told told, Headers headers, Instant now) {
		if (told == null) {
			return null;
		}
		Names names = told.names();
		return new Allowance(count(headers.first(names.limit())), told.remaining(),
				ResetTime.of(headers.first(names.reset()), headers.first("date"), now));
	}

	private static @Nullable Long count(@Nullable String text) {
		try {
			return (text != null) ? Math.max(0, Long.parseLong(text.strip())) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private record Told(Names names, long remaining) {
	}

	private record Names(String limit, String remaining, String reset) {

		static Names of(Object pattern) {
			String name = (String) pattern;
			return new Names(name.replace("*", "limit"), name.replace("*", "remaining"), name.replace("*", "reset"));
		}

	}

}
