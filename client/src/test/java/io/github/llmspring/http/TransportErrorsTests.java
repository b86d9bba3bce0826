package io.github.llmspring.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLHandshakeException;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Exceptions;
import reactor.netty.channel.AbortedException;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link TransportErrors}: those that {@link FaultTests} cannot bring about.
 */
class TransportErrorsTests {

	private static final URI SERVICE = URI.create("https://user:pass-CANARY@service.example:8443/v1/chat?key=CANARY");

	static Arguments[] failures() {
		return new Arguments[] {
				arguments(new UnknownHostException("service.example"), Reason.CONNECTION,
						"the host of https://service.example:8443 is not known"),
				arguments(new NoRouteToHostException("No route to host"), Reason.CONNECTION,
						"no connection to https://service.example:8443 (No route to host)"),
				arguments(new ConnectException("Network is unreachable"), Reason.CONNECTION,
						"no connection to https://service.example:8443 (Network is unreachable)"),
				arguments(new ConnectException("Connection timed out"), Reason.TIMEOUT_CONNECT,
						"no connection to https://service.example:8443 in time"),
				arguments(new ConnectTimeoutException("connection timed out after 10 ms"), Reason.TIMEOUT_CONNECT,
						"no connection to https://service.example:8443 in time"),
				arguments(new ProxyConnectException("http, none, /127.0.0.1:3128 => service.example:8443, timeout"),
						Reason.CONNECTION, "the proxy does not connect to https://service.example:8443 (timeout)"),
				arguments(
						new IOException("tunnel",
								new ProxyConnectException("http, none, a => b, status: 403 Forbidden")),
						Reason.CONNECTION,
						"the proxy does not connect to https://service.example:8443 (status: 403 Forbidden)"),
				arguments(new SslHandshakeTimeoutException("handshake timed out after 10000ms"), Reason.TIMEOUT_CONNECT,
						"no secure connection to https://service.example:8443 in time"),
				arguments(new SSLHandshakeException("no protocols in common"), Reason.CONNECTION,
						"no secure connection to https://service.example:8443 (no protocols in common)"),
				arguments(ReadTimeoutException.INSTANCE, Reason.TIMEOUT_IDLE,
						"https://service.example:8443 fell silent"),
				arguments(new TimeoutException("Pool#acquire"), Reason.TIMEOUT_CONNECT,
						"no connection to https://service.example:8443 became free: all are in use"),
				arguments(AbortedException.beforeSend(), Reason.CONNECTION,
						"https://service.example:8443 closed the connection before the request was sent"),
				arguments(new IOException("Broken pipe"), Reason.CONNECTION,
						"the connection to https://service.example:8443 broke (Broken pipe)"),
				arguments(new ClosedChannelException(), Reason.CONNECTION,
						"the connection to https://service.example:8443 broke (ClosedChannelException)"),
				arguments(new IllegalStateException(), Reason.MALFORMED_RESPONSE,
						"the answer of https://service.example:8443 cannot be read (IllegalStateException)") };
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureIsToldInOurWordsWithoutSecretsOfTheAddress(Exception failure, Reason reason, String detail) {
		LlmException told = TransportErrors.translate(failure, SERVICE, null);
		assertThat(told.detail()).isEqualTo(detail);
		assertThat(told.reason()).isEqualTo(reason);
		Secrets.assertAbsent(told, "CANARY");
	}

	@Test
	void wrappingsAreTakenOffAndLeftOut() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("Authorization", "Bearer sk-CANARY");
		IOException cause = new IOException("Connection reset by peer");
		LlmException told = TransportErrors.translate(
				Exceptions.propagate(new WebClientRequestException(cause, HttpMethod.POST, SERVICE, headers)), SERVICE,
				null);
		assertThat(told).hasCause(cause);
		assertThat(told.detail()).isEqualTo("https://service.example:8443 reset the connection");
	}

	@Test
	void proxyThatCannotBeReachedIsNamed() {
		LlmException told = TransportErrors.translate(new ConnectException("Connection refused"), SERVICE,
				URI.create("http://user:pass-CANARY@proxy.example:3128"));
		assertThat(told)
			.hasMessage("the proxy http://proxy.example:3128 refused the connection. Check the provider's proxy.");
		Secrets.assertAbsent(told, "CANARY");
	}

	@Test
	void exceptionOfOursIsItselfHoweverWrapped() {
		LlmException ours = LlmException.of(Reason.OVERLOADED, "too busy");
		assertThat(TransportErrors.translate(ours, SERVICE, null)).isSameAs(ours);
		assertThat(TransportErrors
			.translate(new WebClientRequestException(ours, HttpMethod.POST, SERVICE, HttpHeaders.EMPTY), SERVICE, null))
			.isSameAs(ours);
	}

}
