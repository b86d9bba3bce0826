package io.github.llmspring.http;

import java.time.Instant;

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
	 * @param now our own time
	 * @return what is left, or {@code null} where the headers do not tell
	 */
	@Nullable RateLimitState read(Headers headers, Instant now) {
		Allowance ofRequests = read(this.requests, headers, now);
		Allowance ofTokens = read(this.tokens, headers, now);
		return (ofRequests != null || ofTokens != null) ? new RateLimitState(ofRequests, ofTokens, now) : null;
	}

	private static @Nullable Allowance read(Names[] candidates, Headers headers, Instant now) {
		for (Names names : candidates) {
			Long remaining = count(headers.first(names.remaining()));
			if (remaining != null) {
				return new Allowance(count(headers.first(names.limit())), remaining,
						ResetTime.of(headers.first(names.reset()), headers.first("date"), now));
			}
		}
		return null;
	}

	private static @Nullable Long count(@Nullable String text) {
		try {
			return (text != null) ? Math.max(0, Long.parseLong(text.strip())) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private record Names(String limit, String remaining, String reset) {

		static Names of(Object pattern) {
			String name = (String) pattern;
			return new Names(name.replace("*", "limit"), name.replace("*", "remaining"), name.replace("*", "reset"));
		}

	}

}
