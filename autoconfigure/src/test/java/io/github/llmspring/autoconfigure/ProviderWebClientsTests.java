package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the connections of providers.
 */
class ProviderWebClientsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, WebClientAutoConfiguration.class,
				HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				SslAutoConfiguration.class))
		.withPropertyValues("llm.providers.x.type=openai-compatible", "llm.providers.x.model=fake");

	@TempDir
	private Path directory;

	@Test
	void customizersOfTheApplicationAreKept() {
		try (FakeService service = FakeService.answering()) {
			to(service).withUserConfiguration(Customizers.class).run((context) -> {
				ask(context.getBean(ChatClient.class));
				assertThat(service.call().headers().get("X-Web-Client")).isEqualTo("kept");
				assertThat(service.call().headers().get("X-Connector")).isEqualTo("kept");
			});
		}
	}

	@Test
	void filterOfAddressesIsKept() {
		try (FakeService service = FakeService.answering()) {
			to(service).withBean(InetAddressFilter.class, InetAddressFilter::externalAddresses)
				.run((context) -> assertThatExceptionOfType(LlmException.class)
					.isThrownBy(() -> ask(context.getBean(ChatClient.class))));
			assertThat(service.calls()).isEmpty();
		}
	}

	@Test
	void otherConnectorOfTheApplicationDoesNoHarm() {
		try (FakeService service = FakeService.answering()) {
			to(service).withPropertyValues("spring.http.clients.reactive.connector=jdk")
				.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).isEqualTo("Hi there"));
		}
	}

	@Test
	void readTimeoutOfTheApplicationIsNotOurs() {
		Mono<String> late = Mono.just(FakeService.END).delayElement(Duration.ofMillis(400));
		try (FakeService service = FakeService.streaming(Flux.just(FakeService.PIECE).concatWith(late))) {
			to(service).withPropertyValues("spring.http.clients.read-timeout=100ms")
				.run((context) -> assertThat(
						context.getBean(ChatClient.class).prompt("Hello").stream().content().collectList().block())
					.containsExactly("Hi"));
		}
	}

	@Test
	void redirectsAreNotFollowed() {
		try (FakeService elsewhere = FakeService.answering();
				FakeService service = FakeService.redirecting(elsewhere.url())) {
			to(service).withPropertyValues("llm.providers.x.api-key=sk-mine", "spring.http.clients.redirects=follow")
				.run((context) -> assertThatExceptionOfType(LlmException.class)
					.isThrownBy(() -> ask(context.getBean(ChatClient.class)))
					.satisfies((failure) -> assertThat(failure.status()).isEqualTo(307)));
			assertThat(elsewhere.calls()).isEmpty();
		}
	}

	@Test
	void worksWithoutTheBuilderOfSpringBoot() {
		try (FakeService service = FakeService.answering()) {
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
				.withClassLoader(new FilteredClassLoader("org.springframework.boot.webclient"))
				.withPropertyValues("llm.providers.vllm.model=m", "llm.providers.vllm.base-url=" + service.url())
				.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).isEqualTo("Hi there"));
		}
	}

	@Test
	void connectionsAreClosedWithTheApplication() {
		AtomicInteger open = new AtomicInteger();
		try (FakeService service = FakeService.answering((server) -> counting(server, open))) {
			to(service).run((context) -> {
				ask(context.getBean(ChatClient.class));
				assertThat(open).hasValue(1);
			});
			Flux.interval(Duration.ofMillis(5)).filter((tick) -> open.get() == 0).blockFirst(Duration.ofSeconds(10));
			assertThat(open).hasValue(0);
		}
	}

	private static HttpServer counting(HttpServer server, AtomicInteger open) {
		return server.doOnConnection((connection) -> {
			open.incrementAndGet();
			connection.onDispose(open::decrementAndGet);
		});
	}

	@Test
	void sslBundleSaysWhomToTrust() throws Exception {
		TestKeys keys = TestKeys.create(this.directory, "server");
		try (FakeService service = FakeService.answering((server) -> keys.secured(server))) {
			ApplicationContextRunner secure = to(service);
			secure.run((context) -> assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> ask(context.getBean(ChatClient.class)))
				.withMessageContaining("no trusted connection"));
			secure.withPropertyValues("llm.providers.x.ssl.bundle=internal")
				.withPropertyValues(keys.bundle("internal"))
				.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).isEqualTo("Hi there"));
		}
	}

	@Test
	void sslBundleThatChangesIsTakenOver() throws Exception {
		TestKeys other = TestKeys.create(this.directory, "other");
		TestKeys keys = TestKeys.create(this.directory, "server");
		try (FakeService service = FakeService.answering((server) -> keys.secured(server))) {
			to(service).withPropertyValues("llm.providers.x.ssl.bundle=internal")
				.withPropertyValues(other.bundle("internal"))
				.withPropertyValues(keys.bundle("next"))
				.run((context) -> {
					ChatClient client = context.getBean(ChatClient.class);
					assertThatExceptionOfType(LlmException.class).isThrownBy(() -> ask(client))
						.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.CONNECTION));
					context.getBean(SslBundleRegistry.class)
						.updateBundle("internal", context.getBean(SslBundles.class).getBundle("next"));
					assertThat(ask(client)).isEqualTo("Hi there");
				});
		}
	}

	@Test
	void sslBundleOfAllClientsHoldsWhereTheProviderHasNone() throws Exception {
		TestKeys keys = TestKeys.create(this.directory, "server");
		try (FakeService service = FakeService.answering((server) -> keys.secured(server))) {
			to(service).withPropertyValues("spring.http.clients.ssl.bundle=internal")
				.withPropertyValues(keys.bundle("internal"))
				.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).isEqualTo("Hi there"));
		}
	}

	@Test
	void proxyIsAskedForTheConnectionWithUserAndPassword() throws IOException {
		try (FakeService service = FakeService.answering(); TunnelProxy proxy = new TunnelProxy()) {
			to(service).withPropertyValues("llm.providers.x.proxy=http://user:secret@127.0.0.1:" + proxy.port())
				.run((context) -> assertThat(ask(context.getBean(ChatClient.class))).isEqualTo("Hi there"));
			String credentials = Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8));
			assertThat(proxy.requests()).singleElement()
				.asString()
				.contains("CONNECT 127.0.0.1:" + URI.create(service.url()).getPort())
				.containsIgnoringCase("proxy-authorization: Basic " + credentials);
		}
	}

	private ApplicationContextRunner to(FakeService service) {
		return this.runner.withPropertyValues("llm.providers.x.base-url=" + service.url());
	}

	private static String ask(ChatClient client) {
		return client.prompt("Hello").content();
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		WebClientCustomizer header() {
			return (builder) -> builder.defaultHeader("X-Web-Client", "kept");
		}

		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> connectorHeader() {
			return (builder) -> builder
				.withHttpClientCustomizer((client) -> client.headers((headers) -> headers.set("X-Connector", "kept")));
		}

	}

}
