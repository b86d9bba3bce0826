package io.github.llmspring.autoconfigure;

import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.List;
import java.util.Map;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.routing.ModelRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.containers.GenericContainer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that containers become providers, without an engine that runs any.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionDetailsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class, LlmAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "ollama/ollama:0.12, ollama, 11434", "vllm/vllm-openai, vllm, 8000",
			"localai/localai:latest-cpu, localai, 8080", "quay.io/go-skynet/local-ai, localai, 8080",
			"ghcr.io/ggml-org/llama.cpp:server, llama-cpp, 8080" })
	void serviceOfComposeIsKnownByItsImage(String image, String service, int port) {
		LlmConnectionDetails details = compose(image, Map.of(), Map.of(port, 49152));
		assertThat(details.service()).isEqualTo(service);
		assertThat(details.host()).isEqualTo("127.0.0.1");
		assertThat(details.port()).isEqualTo(49152);
	}

	@Test
	void serviceOfComposeIsKnownByItsLabel() {
		LlmConnectionDetails details = compose("registry.example.com/models:1",
				Map.of("org.springframework.boot.service-connection", "vllm"), Map.of(8000, 49153));
		assertThat(details.service()).isEqualTo("vllm");
		assertThat(details.port()).isEqualTo(49153);
	}

	@Test
	void otherServicesOfComposeAreNoModels() {
		assertThat(
				factories().getConnectionDetails(source(new Running("busybox:1", Map.of(), Map.of(80, 49154))), false))
			.doesNotContainKey(LlmConnectionDetails.class);
	}

	@Test
	void serverInAContainerBecomesAProviderAndAnswers() {
		try (FakeService service = FakeService.answering(LocalServers.CHAT)) {
			connected(compose("ollama/ollama", Map.of(), Map.of(11434, service.port()))).run((context) -> {
				assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("ollama");
				assertThat(context.getBeansOfType(ChatProvider.class))
					.containsOnlyKeys("llm.provider.ollama.chatProvider");
				assertThat(context.getBean(ChatClient.class).prompt("Hello").model("ollama/qwen3:4b").content())
					.isEqualTo("Hi there");
				assertThat(service.call().path()).isEqualTo("/api/chat");
			});
		}
	}

	@Test
	void serverInAContainerCanBeInjectedByItsName() {
		try (LocalServers server = LocalServers.answering(LocalServers.OLLAMA)) {
			connected(compose("ollama/ollama", Map.of(), Map.of(11434, server.port())))
				.withPropertyValues("llm.providers.sim.type=simulated", "llm.default-model=sim")
				.withUserConfiguration(WantsOllama.class)
				.run((context) -> {
					WantsOllama wants = context.getBean(WantsOllama.class);
					assertThat(wants.client.withModel("ollama/qwen3:4b").prompt("Hello").content())
						.isEqualTo("Hi there");
					assertThat(wants.vectors.withModel("ollama/nomic-embed-text").embed("text").vector())
						.containsExactly(1, 2);
					assertThat(wants.provider).isSameAs(context.getBean("llm.provider.ollama.chatProvider"));
					assertThat(wants.vectorProvider).isSameAs(context.getBean("llm.provider.ollama.embeddingProvider"));
					assertThat(context.getBean(ChatClient.class).prompt("Hello").call().provider()).isEqualTo("sim");
					assertThat(context.getBean(EmbeddingClient.class).embed("text").provider()).isEqualTo("sim");
					assertThat(context.getBean(ChatProvider.class))
						.isSameAs(context.getBean("llm.provider.sim.chatProvider"));
					assertThat(context.getBean(EmbeddingProvider.class))
						.isSameAs(context.getBean("llm.provider.sim.embeddingProvider"));
				});
		}
	}

	@Test
	void onlyServerInAContainerAnswersWhoeverAsks() {
		try (LocalServers server = LocalServers.answering(LocalServers.OLLAMA)) {
			connected(compose("ollama/ollama", Map.of(), Map.of(11434, server.port())))
				.withPropertyValues("llm.default-model=ollama/qwen3:4b",
						"llm.default-embedding-model=ollama/nomic-embed-text")
				.run((context) -> {
					assertThat(context.getBean(ChatClient.class).prompt("Hello").content()).isEqualTo("Hi there");
					assertThat(context.getBean(EmbeddingClient.class).embed("text").vector()).containsExactly(1, 2);
				});
		}
	}

	@Test
	void ofTwoServersOfOneServiceItIsSaidWhichCounts(CapturedOutput output) {
		try (FakeService first = FakeService.answering(LocalServers.CHAT);
				FakeService second = FakeService.answering(LocalServers.CHAT)) {
			this.runner
				.withBean("one", LlmConnectionDetails.class,
						() -> compose("ollama/ollama", Map.of(), Map.of(11434, first.port())))
				.withBean("two", LlmConnectionDetails.class,
						() -> compose("ollama/ollama", Map.of(), Map.of(11434, second.port())))
				.run((context) -> {
					context.getBean("llm.provider.ollama.embeddingProvider");
					assertThat(context.getBean(ChatClient.class).prompt("Hello").model("ollama/m").content())
						.isEqualTo("Hi there");
					assertThat(first.call().path()).isEqualTo("/api/chat");
					assertThat(output).containsOnlyOnce("Provider 'ollama' connects to http://127.0.0.1:" + first.port()
							+ ". Left aside: http://127.0.0.1:" + second.port() + ".");
				});
		}
	}

	@Test
	void keyThatCanBeNoneIsLeftOutForAServerThatNobodyConfigured(CapturedOutput output) {
		try (FakeService service = FakeService.answering()) {
			connected(compose("vllm/vllm-openai", Map.of(), Map.of(8000, service.port())))
				.withPropertyValues("VLLM_API_KEY=bad\nkey")
				.run((context) -> {
					assertThat(context.getBean(ChatClient.class).prompt("Hello").model("vllm/m").content())
						.isEqualTo("Hi there");
					assertThat(service.call().headers().contains("Authorization")).isFalse();
					assertThat(output).contains("Provider 'vllm' is asked without a key")
						.contains("VLLM_API_KEY")
						.doesNotContain("bad");
				});
		}
	}

	@Test
	void keyOfTheEnvironmentIsForTheServerInTheContainer() {
		try (FakeService service = FakeService.answering()) {
			connected(compose("vllm/vllm-openai", Map.of(), Map.of(8000, service.port())))
				.withPropertyValues("VLLM_API_KEY=sk-of-the-container")
				.run((context) -> {
					context.getBean(ChatClient.class).prompt("Hello").model("vllm/m").content();
					assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer sk-of-the-container");
				});
		}
	}

	@Test
	void configuredProviderKeepsItsPathAndModelAndGoesToTheContainer() {
		try (FakeService service = FakeService.answering()) {
			connected(compose("ollama/ollama", Map.of(), Map.of(11434, service.port())))
				.withPropertyValues("llm.providers.ollama.base-url=https://models.example.com/own/v1?a=b",
						"llm.providers.ollama.model=qwen3:4b", "llm.providers.ollama.wire-format=openai-chat")
				.run((context) -> {
					assertThat(context.getBean(ChatClient.class).prompt("Hello").content()).isEqualTo("Hi there");
					assertThat(service.call().path()).startsWith("/own/v1/").endsWith("?a=b");
					assertThat(service.call().body()).containsEntry("model", "qwen3:4b");
				});
		}
	}

	@Test
	void configuredProviderOfAnotherIdIsLeftAlone() {
		connected(compose("ollama/ollama", Map.of(), Map.of(11434, 49155)))
			.withPropertyValues("llm.providers.sim.type=simulated", "llm.providers.sim.model=parrot")
			.run((context) -> {
				assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("sim", "ollama");
				assertThat(context.getBean(ModelRouter.class).resolve(null)).hasToString("sim/parrot");
			});
	}

	@Test
	void containerOfTestsBecomesAProviderAndAnswers() {
		try (FakeService service = FakeService.answering()) {
			this.runner.withUserConfiguration(Containers.class)
				.withBean(FakeService.class, () -> service)
				.withPropertyValues("llm.providers.vllm.model=qwen3")
				.run((context) -> {
					assertThat(context.getBean(ModelRouter.class).entries()).containsOnlyKeys("vllm");
					assertThat(context.getBean(ChatClient.class).prompt("Hello").content()).isEqualTo("Hi there");
					assertThat(context.getBean(FakeContainer.class).started).isTrue();
				});
		}
	}

	@Test
	void unknownServiceIsExplained() {
		connected(new Fixed("nothing")).run((context) -> assertThat(context.getStartupFailure())
			.isInstanceOf(InvalidLlmConfigurationException.class)
			.hasMessageContaining("nothing"));
	}

	@Test
	void nothingOfContainersIsNeeded() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.testcontainers", "org.springframework.boot.docker",
					"org.springframework.boot.testcontainers"))
			.withPropertyValues("llm.providers.sim.type=simulated")
			.run((context) -> assertThat(context.getBean(ChatClient.class).prompt("Hello").content())
				.contains("Hello"));
	}

	@Test
	void addressKeepsPathAndQuery() {
		assertThat(new ServerAddress("::1", 1).of(URI.create("https://a:2/v1?x=%20")))
			.hasToString("http://[::1]:1/v1?x=%20");
		assertThat(new ServerAddress("h", 1).of(URI.create("http://a"))).hasToString("http://h:1");
	}

	private ApplicationContextRunner connected(LlmConnectionDetails details) {
		return this.runner.withBean("connected", LlmConnectionDetails.class, () -> details);
	}

	private static LlmConnectionDetails compose(String image, Map<String, String> labels, Map<Integer, Integer> ports) {
		return (LlmConnectionDetails) factories().getConnectionDetails(source(new Running(image, labels, ports)), true)
			.get(LlmConnectionDetails.class);
	}

	private static ConnectionDetailsFactories factories() {
		return new ConnectionDetailsFactories(ConnectionDetailsTests.class.getClassLoader());
	}

	private static DockerComposeConnectionSource source(RunningService service) {
		try {
			Constructor<DockerComposeConnectionSource> constructor = DockerComposeConnectionSource.class
				.getDeclaredConstructor(RunningService.class, Environment.class);
			constructor.setAccessible(true);
			return constructor.newInstance(service, new MockEnvironment());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class WantsOllama {

		private final ChatClient client;

		private final ChatProvider provider;

		private final EmbeddingClient vectors;

		private final EmbeddingProvider vectorProvider;

		WantsOllama(@Qualifier("ollama") ChatClient client, @Qualifier("ollama") ChatProvider provider,
				@Qualifier("ollama") EmbeddingClient vectors, @Qualifier("ollama") EmbeddingProvider vectorProvider) {
			this.client = client;
			this.provider = provider;
			this.vectors = vectors;
			this.vectorProvider = vectorProvider;
		}

	}

	private record Fixed(String service) implements LlmConnectionDetails {

		@Override
		public String host() {
			return "127.0.0.1";
		}

		@Override
		public int port() {
			return 1;
		}

	}

	/**
	 * Service of a compose file as the engine would tell of it.
	 */
	private record Running(ImageReference image, Map<String, String> labels,
			Map<Integer, Integer> mapped) implements RunningService {

		private Running(String image, Map<String, String> labels, Map<Integer, Integer> mapped) {
			this(ImageReference.of(image), labels, mapped);
		}

		@Override
		public String name() {
			return "models";
		}

		@Override
		public String host() {
			return "127.0.0.1";
		}

		@Override
		public Map<String, String> env() {
			return Map.of();
		}

		@Override
		public ConnectionPorts ports() {
			return new ConnectionPorts() {

				@Override
				public int get(int containerPort) {
					return Running.this.mapped.get(containerPort);
				}

				@Override
				public List<Integer> getAll() {
					return List.copyOf(Running.this.mapped.values());
				}

				@Override
				public List<Integer> getAll(String protocol) {
					return getAll();
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Containers {

		@Bean
		@ServiceConnection("vllm/vllm-openai")
		FakeContainer models(FakeService service) {
			return new FakeContainer(service.port());
		}

	}

	/**
	 * Container that is a server of the test.
	 */
	static final class FakeContainer extends GenericContainer<FakeContainer> {

		private final int port;

		private boolean started;

		private FakeContainer(int port) {
			super("vllm/vllm-openai:v0.11.0");
			this.port = port;
		}

		@Override
		public void start() {
			this.started = true;
		}

		@Override
		public void stop() {
			this.started = false;
		}

		@Override
		public String getHost() {
			return "127.0.0.1";
		}

		@Override
		public Integer getMappedPort(int originalPort) {
			assertThat(originalPort).isEqualTo(8000);
			return this.port;
		}

	}

}
