package io.github.llmspring.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.netty.http.client.PrematureCloseException;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.client.WebClientException;

/**
 * What went wrong on the way to a service and back, in our words.
 * <p>
 * WebClient's own exceptions are never kept as a cause: they hold the request's headers,
 * and with them the key.
 */
final class TransportErrors {

	private TransportErrors() {
	}

	static LlmException translate(Throwable failure, URI uri) {
		if (failure instanceof LlmException known) {
			return known;
		}
		Throwable cause = root(failure);
		String service = uri.getScheme() + "://" + uri.getAuthority();
		return exception(cause, service).cause((cause instanceof WebClientException) ? null : cause).build();
	}

	static boolean closedEarly(Throwable failure) {
		return root(failure) instanceof PrematureCloseException;
	}

	private static Throwable root(Throwable failure) {
		Throwable current = Exceptions.unwrap(failure);
		while (current instanceof WebClientException && current.getCause() != null) {
			current = Exceptions.unwrap(current.getCause());
		}
		return current;
	}

	private static LlmException.Builder exception(Throwable cause, String service) {
		if (cause instanceof ConnectTimeoutException) {
			return LlmException.builder(Reason.TIMEOUT_CONNECT, "no connection to " + service + " in time");
		}
		if (cause instanceof ReadTimeoutException) {
			return LlmException.builder(Reason.TIMEOUT_IDLE, service + " fell silent");
		}
		if (cause instanceof TimeoutException) {
			return LlmException
				.builder(Reason.TIMEOUT_CONNECT, "no connection to " + service + " became free: all are in use")
				.advice("Send less at once or raise the provider's number of connections.");
		}
		if (cause instanceof UnknownHostException) {
			return LlmException.builder(Reason.CONNECTION, "the host of " + service + " is not known");
		}
		if (cause instanceof ConnectException) {
			return LlmException.builder(Reason.CONNECTION, service + " refused the connection");
		}
		if (cause instanceof SSLException) {
			return LlmException
				.builder(Reason.CONNECTION, "no trusted connection to " + service + ": " + cause.getMessage())
				.advice("Check the certificates, or set ssl.bundle to a bundle that trusts the service.");
		}
		if (cause instanceof PrematureCloseException) {
			return LlmException.builder(Reason.CONNECTION,
					service + " closed the connection before the answer was whole");
		}
		if (cause instanceof IOException) {
			return LlmException.builder(Reason.CONNECTION,
					"the connection to " + service + " broke: " + cause.getMessage());
		}
		if (cause instanceof DataBufferLimitException) {
			return LlmException.builder(Reason.MALFORMED_RESPONSE, "the answer is larger than the limit")
				.advice("Raise limits.response if the service really sends such answers.");
		}
		return LlmException.builder(Reason.MALFORMED_RESPONSE,
				"the answer of " + service + " is no HTTP: " + describe(cause));
	}

	private static @Nullable String describe(Throwable cause) {
		return (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
	}

}
