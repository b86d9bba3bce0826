package io.github.llmspring.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;

import org.springframework.core.NestedExceptionUtils;
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

	/**
	 * A failure in our words.
	 * @param failure what went wrong
	 * @param uri where the request went
	 * @param proxy the proxy it was to go through, if any
	 * @return the exception, without provider and model
	 */
	static LlmException translate(Throwable failure, URI uri, @Nullable URI proxy) {
		Throwable cause = root(failure);
		if (cause instanceof LlmException known) {
			return known;
		}
		String service = address(uri);
		LlmException.Builder exception = (proxy != null && isConnect(cause)
				&& !(cause instanceof ProxyConnectException))
						? connect(cause, "the proxy " + address(proxy)).advice("Check the provider's proxy.")
						: exception(cause, service);
		return exception.cause((cause instanceof WebClientException) ? null : cause).build();
	}

	private static String address(URI uri) {
		String authority = String.valueOf(uri.getRawAuthority());
		return uri.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1);
	}

	private static boolean isConnect(Throwable cause) {
		return cause instanceof ConnectException || cause instanceof UnknownHostException
				|| cause instanceof NoRouteToHostException;
	}

	/**
	 * Whether the connection was closed while more was to come.
	 */
	static boolean closedEarly(Throwable failure) {
		Throwable cause = root(failure);
		return cause instanceof PrematureCloseException || cause instanceof PrematureChannelClosureException;
	}

	private static Throwable root(Throwable failure) {
		Throwable current = Exceptions.unwrap(failure);
		while (current instanceof WebClientException && current.getCause() != null) {
			current = Exceptions.unwrap(current.getCause());
		}
		// a proxy that refuses makes the handshake through it fail
		return (current.getCause() instanceof ProxyConnectException refusal) ? refusal : current;
	}

	private static LlmException.Builder exception(Throwable cause, String service) {
		if (closedEarly(cause)) {
			return LlmException.builder(Reason.CONNECTION, service + " closed the connection "
					+ (describe(cause).contains("DURING") ? "before the answer was whole" : "without an answer"));
		}
		String kind = cause.getClass().getSimpleName();
		if (cause instanceof TimeoutException || kind.startsWith("PoolAcquire")) {
			return LlmException
				.builder(Reason.TIMEOUT_CONNECT, "no connection to " + service + " became free: all are in use")
				.advice("Send less at once, or raise the provider's connections.");
		}
		if (kind.startsWith("PoolShutdown")) {
			return LlmException.builder(Reason.CONNECTION, "the connections to " + service + " are closed already")
				.advice("Send requests only while the application runs.");
		}
		if (cause instanceof ReadTimeoutException) {
			return LlmException.builder(Reason.TIMEOUT_IDLE, service + " fell silent");
		}
		if (cause instanceof SSLException) {
			return secure(cause, service);
		}
		if (isConnect(cause)) {
			return connect(cause, service);
		}
		if (cause instanceof IOException) {
			return broken(cause, service);
		}
		if (cause instanceof AbortedException) {
			return LlmException.builder(Reason.CONNECTION,
					service + " closed the connection before the request was sent");
		}
		return LlmException.builder(Reason.MALFORMED_RESPONSE,
				"the answer of " + service + " cannot be read (" + describe(cause) + ")");
	}

	private static LlmException.Builder connect(Throwable cause, String service) {
		String said = describe(cause);
		if (cause instanceof ConnectTimeoutException || said.contains("timed out")) {
			return LlmException.builder(Reason.TIMEOUT_CONNECT, "no connection to " + service + " in time");
		}
		if (cause instanceof ProxyConnectException) {
			return LlmException
				.builder(Reason.CONNECTION,
						"the proxy does not connect to " + service + " (" + said.substring(said.lastIndexOf(", ") + 2)
								+ ")")
				.advice("Check the provider's proxy.");
		}
		if (cause instanceof UnknownHostException) {
			return LlmException.builder(Reason.CONNECTION, "the host of " + service + " is not known")
				.advice("Check the base-url, and that this machine can resolve names.");
		}
		return LlmException.builder(Reason.CONNECTION, said.contains("refused") ? service + " refused the connection"
				: "no connection to " + service + " (" + said + ")");
	}

	private static LlmException.Builder secure(Throwable cause, String service) {
		if (cause instanceof SslHandshakeTimeoutException) {
			return LlmException.builder(Reason.TIMEOUT_CONNECT, "no secure connection to " + service + " in time");
		}
		if (cause instanceof NotSslRecordException) {
			return LlmException.builder(Reason.CONNECTION, service + " does not answer securely")
				.advice("Write http:// instead of https:// in the base-url, or name the port that speaks TLS.");
		}
		// the innermost words are the plainest, and the same on every JDK
		String said = describe(NestedExceptionUtils.getMostSpecificCause(cause));
		return LlmException.builder(Reason.CONNECTION, "no secure connection to " + service + " (" + said + ")")
			.advice("Check the service's certificate, or set ssl.bundle to a bundle that trusts it.");
	}

	private static LlmException.Builder broken(Throwable cause, String service) {
		String said = describe(cause);
		return LlmException.builder(Reason.CONNECTION, said.contains("reset") ? service + " reset the connection"
				: "the connection to " + service + " broke (" + said + ")");
	}

	static String describe(Throwable cause) {
		String message = cause.getMessage();
		return (message == null) ? cause.getClass().getSimpleName()
				: (message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
	}

}
