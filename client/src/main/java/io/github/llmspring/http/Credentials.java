package io.github.llmspring.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.llmspring.LlmException;
import io.github.llmspring.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that one request was sent with, to be kept out of what is told about it.
 */
final class Credentials {

	private static final Pattern SECRET_HEADER = Pattern
		.compile("(?i).*(auth|key|token|secret|cookie|password|credential|session).*");

	/**
	 * Services show a key to the one who sent it with its beginning legible.
	 */
	private static final int LEGIBLE = 4;

	private static final int DEEPEST_CAUSE = 20;

	private final Map<String, String> configuredHeaders;

	private final List<String> values = new ArrayList<>(1);

	private final AtomicReference<@Nullable Authorization> authorization = new AtomicReference<>();

	/**
	 * Credentials of one request.
	 * @param configuredHeaders headers of the provider, of which some are secret
	 */
	Credentials(Map<String, String> configuredHeaders) {
		this.configuredHeaders = configuredHeaders;
	}

	/**
	 * Whether a header may prove who sends a request.
	 */
	static boolean isSecret(String header) {
		return SECRET_HEADER.matcher(header).matches();
	}

	/**
	 * Remembers who is to be told if the exchange fails.
	 */
	void grantedBy(Authorization authorization) {
		this.authorization.set(authorization);
	}

	/**
	 * Tells the authorization, once, that the exchange failed.
	 * @param failure what became of it
	 * @return the failure to report
	 */
	LlmException failed(LlmException failure) {
		Authorization used = this.authorization.getAndSet(null);
		return (used != null) ? used.failed(failure) : failure;
	}

	/**
	 * Adds the value of a header that proves who sends the request.
	 * @param value the value, such as a key or a scheme and a token
	 */
	void add(String value) {
		this.values.add(value);
	}

	/**
	 * Replaces the secrets in a text, also where the service cut them.
	 * @param text the text
	 * @return the text without the secrets
	 */
	String mask(String text) {
		String masked = text;
		for (String value : this.values) {
			masked = mask(masked, value);
		}
		for (Map.Entry<String, String> header : this.configuredHeaders.entrySet()) {
			if (isSecret(header.getKey())) {
				masked = mask(masked, header.getValue());
			}
		}
		return masked;
	}

	/**
	 * A failure without the secrets.
	 * @param failure the failure
	 * @param requestId what the service calls the exchange, if it does
	 * @return the failure to tell
	 */
	LlmException.Builder hidden(LlmException failure, @Nullable String requestId) {
		return failure.toBuilder()
			.detail(mask(failure.detail()))
			.requestId((requestId != null) ? mask(requestId) : null)
			.cause(areToldBy(failure.getCause()) ? null : failure.getCause());
	}

	private static String mask(String text, String value) {
		Secret token = Secret.of(value.substring(value.indexOf(' ') + 1));
		String masked = token.mask(Secret.of(value).mask(text));
		if (token.reveal().length() <= 2 * LEGIBLE) {
			return masked;
		}
		// parsers that stumble over it may have changed its case
		String anyCase = "(?i)" + Pattern.quote(token.reveal());
		String shortened = Pattern.quote(token.reveal().substring(0, LEGIBLE))
				+ "[\\w.-]*(\\*\\*|\\.\\.\\.|…)[\\w.*-]*";
		return masked.replaceAll(anyCase, token.toString()).replaceAll(shortened, token.toString());
	}

	/**
	 * Whether an exception, what led to it or what it suppressed tells a secret.
	 * @param failure the exception, if any
	 * @return whether it must not be passed on
	 */
	boolean areToldBy(@Nullable Throwable failure) {
		Throwable current = failure;
		for (int depth = 0; current != null && depth < DEEPEST_CAUSE; depth++) {
			String said = String.valueOf(current.getMessage());
			if (!mask(said).equals(said) || Stream.of(current.getSuppressed()).anyMatch(this::areToldBy)) {
				return true;
			}
			current = current.getCause();
		}
		return false;
	}

}
