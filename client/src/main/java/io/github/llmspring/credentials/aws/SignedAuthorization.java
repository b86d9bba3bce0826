package io.github.llmspring.credentials.aws;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import io.github.llmspring.http.Authorization;
import io.github.llmspring.wire.HttpCall;
import org.jspecify.annotations.Nullable;

/**
 * Authorization that signs each request, and so each attempt anew.
 *
 * @param key the credentials
 * @param region the service's region; where it is not given, the one in the host
 * @param service the service's name
 * @param clock tells the time
 */
record SignedAuthorization(SigningKey key, @Nullable String region, String service,
		InstantSource clock) implements Authorization {

	private static final Pattern REGION = Pattern.compile("\\.([a-z]{2,}(?:-[a-z]+)+-\\d+)\\.");

	@Override
	public void authorize(HttpCall call, URI uri, BiConsumer<String, String> headers) {
		Instant now = this.clock.instant();
		String bodyHash = SignatureV4.hash(call.body());
		SignatureV4 signature = new SignatureV4(region(uri), this.service, now).header("host", host(uri));
		BiConsumer<String, String> signed = (name, value) -> {
			signature.header(name, value);
			headers.accept(name, value);
		};
		signed.accept("x-amz-content-sha256", bodyHash);
		signed.accept("x-amz-date", SignatureV4.time(now));
		Secret token = this.key.sessionToken();
		if (token != null) {
			signed.accept("x-amz-security-token", token.reveal());
		}
		headers.accept("Authorization", signature.authorization(this.key, call.method(), uri, bodyHash));
	}

	private String region(URI uri) {
		if (this.region != null) {
			return this.region;
		}
		Matcher named = REGION.matcher(uri.getHost());
		if (!named.find()) {
			throw LlmException
				.builder(Reason.AUTHENTICATION,
						"the region to sign requests for is not known: the host '" + uri.getHost()
								+ "' does not name one")
				.advice("Set the provider's region.")
				.build();
		}
		return named.group(1);
	}

	/**
	 * Host as the client sends it: with the port where it is not the usual one.
	 */
	private static String host(URI uri) {
		int usual = "https".equals(uri.getScheme()) ? 443 : 80;
		return (uri.getPort() < 0 || uri.getPort() == usual) ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
	}

}
