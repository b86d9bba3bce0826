package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Secret;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.ModelRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of what a change at run time does to requests under way and to connections, and
 * of what brings a change about.
 */
@ExtendWith(OutputCaptureExtension.class)
class LlmRuntimeConnectionsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, LlmRefreshAutoConfiguration.class,
				SslAutoConfiguration.class))
		.withPropertyValues("llm.providers.x.type=openai-compatible", "llm.providers.x.model=old",
				"llm.providers.x.retry.max-retries=0");

	@TempDir
	private Path directory;

	private ApplicationContextRunner to(FakeService service) {
		return this.runner.withPropertyValues("llm.providers.x.base-url=" + service.url());
	}

	private static String ask(ChatClient client) {
		return client.prompt("Hello").content();
	}

	private static LlmChange change(ApplicationContext context, Map<String, Object> properties) {
		return context.getBean(LlmRuntime.class).change(properties);
	}

	private static int open(ApplicationContext context) {
		return context.getBean(ProviderWebClients.class).open();
	}

	private static HttpServer counting(HttpServer server, AtomicInteger connections) {
		return server.doOnConnection((connection) -> {
			connections.incrementAndGet();
			connection.onDispose(connections::decrementAndGet);
		});
	}

	private static void await(BooleanSupplier condition) {
		await(condition, PATIENCE);
	}

	private static void await(BooleanSupplier condition, Duration patience) {
		Flux.interval(Duration.ofMillis(5), Schedulers.boundedElastic())
			.filter((tick) -> condition.getAsBoolean())
			.blockFirst(patience);
	}

	@Test
	void streamUnderWayEndsOnWhatItBeganWithAndItsConnectionsAreClosedThen() {
		AtomicInteger connections = new AtomicInteger();
		Sinks.One<String> end = Sinks.one();
		try (FakeService before = FakeService.streaming(Flux.just(FakeService.PIECE).concatWith(end.asMono()));
				FakeService after = FakeService.answering((server) -> counting(server, connections))) {
			to(before).run((context) -> {
				ChatClient client = context.getBean(ChatClient.class);
				StepVerifier.create(client.prompt("Hello").stream().content()).expectNext("Hi").then(() -> {
					change(context, Map.of("llm.providers.x.base-url", after.url(), "llm.providers.x.model", "new"));
					assertThat(ask(client)).isEqualTo("Hi there");
					assertThat(open(context)).isEqualTo(2);
				}).then(() -> end.tryEmitValue(FakeService.END)).expectComplete().verify(PATIENCE);
				assertThat(before.calls()).hasSize(1);
				assertThat(after.call().body()).containsEntry("model", "new");
				await(() -> open(context) == 1);
			});
			await(() -> connections.get() == 0);
		}
	}

	@Test
	void wholeAnswerUnderWayAndOneThatWaitsForItsTurnEndOnWhatTheyBeganWith() {
		Sinks.One<String> answer = Sinks.one();
		try (FakeService before = FakeService.answeringLater(answer.asMono());
				FakeService after = FakeService.answering()) {
			to(before)
				.withPropertyValues("llm.providers.x.rate-limit.max-concurrent=1", "llm.providers.x.rate-limit.wait=1m")
				.run((context) -> {
					ChatClient client = context.getBean(ChatClient.class);
					CompletableFuture<String> first = client.prompt("Hello")
						.mono()
						.map((all) -> all.content())
						.toFuture();
					CompletableFuture<String> waiting = client.prompt("Hello")
						.mono()
						.map((all) -> all.content())
						.toFuture();
					await(() -> before.calls().size() == 1);
					change(context, Map.of("llm.providers.x.base-url", after.url()));
					assertThat(ask(client)).isEqualTo("Hi there");
					assertThat(first).isNotDone();
					answer.tryEmitValue(FakeService.ANSWER);
					assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("Hi there");
					assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo("Hi there");
					assertThat(before.calls()).hasSize(2);
					assertThat(after.calls()).hasSize(1);
					await(() -> open(context) == 1);
				});
		}
	}

	@Test
	void turnsOfToolsEndOnWhatTheyBeganWith() {
		String call = """
				{"id":"1","model":"fake","choices":[{"index":0,"message":{"role":"assistant","content":null,\
				"tool_calls":[{"id":"c1","type":"function","function":{"name":"move","arguments":"{}"}}]},\
				"finish_reason":"tool_calls"}]}""";
		try (FakeService before = FakeService.answering(List.of(call, FakeService.ANSWER).iterator());
				FakeService after = FakeService.answering()) {
			to(before).run((context) -> {
				String text = context.getBean(ChatClient.class)
					.prompt("Hello")
					.tools(new ToolDefinition("move", "Moves on", "{\"type\":\"object\"}", (invocation) -> {
						change(context,
								Map.of("llm.providers.x.base-url", after.url(), "llm.providers.x.model", "new"));
						return ToolOutput.of("moved");
					}))
					.content();
				assertThat(text).isEqualTo("Hi there");
				assertThat(before.calls()).hasSize(2)
					.allSatisfy((made) -> assertThat(made.body()).containsEntry("model", "old"));
				assertThat(after.calls()).isEmpty();
				await(() -> open(context) == 1);
			});
		}
	}

	@Test
	void whatIsHeldFromBeforeAChangeStillAnswersAndLeavesNothingOpen() {
		AtomicInteger connections = new AtomicInteger();
		try (FakeService before = FakeService.answering((server) -> counting(server, connections));
				FakeService after = FakeService.answering()) {
			to(before).run((context) -> {
				ChatProvider held = context.getBean(ProviderBeanNames.provider("x"), ChatProvider.class).snapshot();
				held.send(ChatRequest.builder().message(Message.user("Hello")).build()).blockLast(PATIENCE);
				assertThat(connections).hasValue(1);
				change(context, Map.of("llm.providers.x.base-url", after.url()));
				await(() -> connections.get() == 0);
				ChatEvent late = held.send(ChatRequest.builder().message(Message.user("Hello")).build())
					.blockLast(PATIENCE);
				assertThat(late).isInstanceOf(ChatEvent.Completed.class);
				assertThat(before.calls()).hasSize(2);
				await(() -> connections.get() == 0);
			});
		}
	}

	@Test
	void howOldCallsGoIsNoNewsOfTheNewProvider() {
		try (FakeService before = FakeService.failing(1, 401); FakeService after = FakeService.answering()) {
			to(before).run((context) -> {
				ChatProvider held = context.getBean(ProviderBeanNames.provider("x"), ChatProvider.class).snapshot();
				change(context, Map.of("llm.providers.x.base-url", after.url()));
				LlmException failure = catchThrowableOfType(LlmException.class,
						() -> held.send(ChatRequest.builder().message(Message.user("Hello")).build())
							.blockLast(PATIENCE));
				assertThat(failure.reason()).isEqualTo(Reason.AUTHENTICATION);
				assertThat(context.getBean(CandidateHealth.class).isReady(new ModelAddress("x", "old"))).isTrue();
			});
		}
	}

	@Test
	void everyRequestSeesOneConfigurationWhole() throws Exception {
		AtomicInteger connectionsOfOne = new AtomicInteger();
		AtomicInteger connectionsOfTwo = new AtomicInteger();
		try (FakeService one = FakeService.answering((server) -> counting(server, connectionsOfOne));
				FakeService two = FakeService.answering((server) -> counting(server, connectionsOfTwo))) {
			to(one)
				.withPropertyValues("llm.providers.x.model=one", "llm.providers.y.type=openai-compatible",
						"llm.providers.y.model=spare", "llm.providers.y.base-url=" + one.url(),
						"llm.routes.smart.models=x", "llm.default-model=smart")
				.run((context) -> flip(context, one, two));
			assertThat(one.calls()).allSatisfy((call) -> assertThat(call.body()).containsEntry("model", "one"));
			assertThat(two.calls()).isNotEmpty()
				.allSatisfy((call) -> assertThat(call.body()).containsEntry("model", "two"));
			await(() -> connectionsOfOne.get() + connectionsOfTwo.get() == 0);
		}
	}

	private static void flip(AssertableApplicationContext context, FakeService one, FakeService two) throws Exception {
		ChatClient client = context.getBean(ChatClient.class);
		AtomicBoolean over = new AtomicBoolean();
		ConcurrentLinkedQueue<Throwable> lost = new ConcurrentLinkedQueue<>();
		ExecutorService callers = Executors.newFixedThreadPool(6);
		try {
			for (int i = 0; i < 6; i++) {
				callers.execute(() -> {
					while (!over.get()) {
						try {
							ask(client);
						}
						catch (RuntimeException ex) {
							lost.add(ex);
						}
					}
				});
			}
			for (int i = 0; i < 40; i++) {
				int calls = one.calls().size() + two.calls().size();
				boolean toTwo = i % 2 == 0;
				change(context, Map.of("llm.providers.x.base-url", toTwo ? two.url() : one.url(),
						"llm.providers.x.model", toTwo ? "two" : "one"));
				await(() -> one.calls().size() + two.calls().size() > calls + 6);
			}
		}
		finally {
			over.set(true);
			callers.shutdown();
			assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(lost).isEmpty();
		await(() -> open(context) == 2);
	}

	@Test
	void refusedChangeOpensNothing() {
		try (FakeService service = FakeService.answering()) {
			to(service).run((context) -> {
				LlmChangeRefusedException refused = catchThrowableOfType(LlmChangeRefusedException.class,
						() -> change(context,
								Map.of("llm.providers.x.model", "new", "llm.default-model", "nobody/m",
										"llm.providers.y.type", "openai-compatible", "llm.providers.y.base-url",
										service.url())));
				assertThat(refused).hasMessageContaining("nobody");
				assertThat(open(context)).isEqualTo(1);
				assertThat(ask(context.getBean(ChatClient.class))).isEqualTo("Hi there");
				assertThat(service.call().body()).containsEntry("model", "old");
			});
		}
	}

	@Test
	void refreshedEnvironmentOfSpringCloudIsTakenOver() {
		try (FakeService service = FakeService.answering()) {
			to(service).withPropertyValues("llm.providers.x.api-key=sk-before").run((context) -> {
				ChatClient client = context.getBean(ChatClient.class);
				ask(client);
				assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer sk-before");
				refresh(context, Map.of("llm.providers.x.api-key", "sk-after"));
				ask(client);
				assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer sk-after");
			});
		}
	}

	@Test
	void refreshedEnvironmentThatIsWrongIsRefusedAndTold(CapturedOutput output) {
		try (FakeService service = FakeService.answering()) {
			to(service).run((context) -> {
				refresh(context, Map.of("llm.providers.x.base-ulr", "new"));
				assertThat(output).contains("The environment was refreshed, and what follows from it is refused.")
					.contains("Property: llm.providers.x.base-ulr")
					.contains("Did you mean 'base-url'?");
				assertThat(ask(context.getBean(ChatClient.class))).isEqualTo("Hi there");
			});
		}
	}

	private static void refresh(AssertableApplicationContext context, Map<String, Object> properties) {
		ConfigurableEnvironment environment = (ConfigurableEnvironment) context.getEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("refreshed", properties));
		context.publishEvent(new EnvironmentChangeEvent(context, properties.keySet()));
	}

	@Test
	void eventIsNotListenedForWithoutSpringCloud() {
		this.runner.withClassLoader(new FilteredClassLoader(EnvironmentChangeListener.EVENT::equals))
			.withPropertyValues("llm.providers.x.base-url=http://127.0.0.1:1")
			.run((context) -> assertThat(context).doesNotHaveBean(EnvironmentChangeListener.class)
				.hasSingleBean(LlmRuntime.class));
	}

	@Test
	void keyInAConfigurationTreeIsTakenOverWhenItsFileChanges() throws IOException {
		Path key = this.directory.resolve("my.key");
		Files.writeString(key, "sk-before\n");
		VirtualTimeScheduler clock = VirtualTimeScheduler.create();
		PropertySource<?> tree = new ConfigTreePropertySource("tree", this.directory,
				ConfigTreePropertySource.Option.AUTO_TRIM_TRAILING_NEW_LINE);
		try (FakeService service = FakeService.answering()) {
			to(service).withPropertyValues("llm.providers.x.api-key=${my.key}")
				.withInitializer((context) -> context.getEnvironment().getPropertySources().addLast(tree))
				.run((context) -> {
					assertThat(context.getBean(ConfigTreeWatch.class).isLooking()).isTrue();
					ConfigTreeWatch watch = new ConfigTreeWatch(context.getBean(LlmRuntime.class),
							(ConfigurableEnvironment) context.getEnvironment(), Duration.ofSeconds(10), clock);
					watch.afterSingletonsInstantiated();
					clock.advanceTimeBy(Duration.ofSeconds(10));
					ChatClient client = context.getBean(ChatClient.class);
					ask(client);
					assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer sk-before");
					Files.writeString(key, "sk-after-it\n");
					clock.advanceTimeBy(Duration.ofSeconds(9));
					ask(client);
					assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer sk-before");
					clock.advanceTimeBy(Duration.ofSeconds(1));
					ask(client);
					assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer sk-after-it");
					watch.destroy();
					assertThat(watch.isLooking()).isFalse();
				});
		}
	}

	/**
	 * The usual interval is not over by then.
	 */
	@Test
	void configurationTreeIsLookedAtAsOftenAsIsSet() throws IOException {
		Path key = this.directory.resolve("my.key");
		Files.writeString(key, "sk-before\n");
		PropertySource<?> tree = new ConfigTreePropertySource("tree", this.directory,
				ConfigTreePropertySource.Option.AUTO_TRIM_TRAILING_NEW_LINE);
		try (FakeService service = FakeService.answering()) {
			to(service).withPropertyValues("llm.providers.x.api-key=${my.key}", "llm.runtime.watch-interval=20ms")
				.withInitializer((context) -> context.getEnvironment().getPropertySources().addLast(tree))
				.run((context) -> {
					Files.writeString(key, "sk-after-it\n");
					await(() -> {
						ask(context.getBean(ChatClient.class));
						return service.call().headers().get("Authorization").equals("Bearer sk-after-it");
					}, Duration.ofSeconds(8));
				});
		}
	}

	@Test
	void watchInterval() {
		PropertySource<?> tree = new ConfigTreePropertySource("tree", this.directory);
		ApplicationContextRunner local = this.runner.withPropertyValues("llm.providers.x.base-url=http://127.0.0.1:1");
		local.run((context) -> assertThat(context.getBean(ConfigTreeWatch.class).isLooking()).isFalse());
		ApplicationContextRunner withTree = local
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addLast(tree));
		withTree.withPropertyValues("llm.runtime.watch-interval=0")
			.run((context) -> assertThat(context.getBean(ConfigTreeWatch.class).isLooking()).isFalse());
		withTree.withPropertyValues("llm.runtime.watch-interval=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("llm.runtime.watch-interval"));
		withTree.withPropertyValues("llm.runtime.watch-interval=1h")
			.run((context) -> assertThat(context.getBean(ConfigTreeWatch.class).isLooking()).isTrue());
	}

	@Test
	void sslFileThatIsReplacedIsTakenOverAndOldConnectionsAreClosed() throws Exception {
		TestKeys keys = TestKeys.create(this.directory, "server");
		TestKeys other = TestKeys.create(this.directory, "other");
		TestKeys trusted = new TestKeys(this.directory.resolve("trusted.p12"));
		Files.copy(other.store(), trusted.store());
		try (FakeService service = FakeService.answering((server) -> keys.secured(server))) {
			to(service)
				.withPropertyValues("llm.providers.x.ssl.bundle=internal",
						"spring.ssl.bundle.jks.internal.reload-on-update=true",
						"spring.ssl.bundle.watch.file.quiet-period=20ms")
				.withPropertyValues(trusted.bundle("internal"))
				.run((context) -> {
					ChatClient client = context.getBean(ChatClient.class);
					LlmException failure = catchThrowableOfType(LlmException.class, () -> ask(client));
					assertThat(failure.reason()).isEqualTo(Reason.CONNECTION);
					Files.copy(keys.store(), trusted.store(), StandardCopyOption.REPLACE_EXISTING);
					await(() -> answers(client));
					assertThat(open(context)).isEqualTo(1);
				});
		}
	}

	private static boolean answers(ChatClient client) {
		try {
			return ask(client).equals("Hi there");
		}
		catch (LlmException ex) {
			return false;
		}
	}

	@Test
	void sslBundleThatCannotBeUsedIsRefusedAndTheOldOneGoesOn(CapturedOutput output) throws Exception {
		TestKeys keys = TestKeys.create(this.directory, "server");
		try (FakeService service = FakeService.answering((server) -> keys.secured(server))) {
			to(service).withPropertyValues("llm.providers.x.ssl.bundle=internal")
				.withPropertyValues(keys.bundle("internal"))
				.run((context) -> {
					ChatClient client = context.getBean(ChatClient.class);
					assertThat(ask(client)).isEqualTo("Hi there");
					ChatProvider before = provider(context, "x");
					context.getBean(SslBundleRegistry.class).updateBundle("internal", SslBundle.of(new BrokenStores()));
					assertThat(output).contains("The SSL bundle 'internal' has changed").contains("cut in half");
					assertThat(ask(client)).isEqualTo("Hi there");
					assertThat(provider(context, "x")).isSameAs(before);
					assertThat(open(context)).isEqualTo(1);
				});
		}
	}

	@Test
	void onlyProvidersOfTheBundleAreConnectedAnew() throws Exception {
		AtomicInteger connections = new AtomicInteger();
		TestKeys keys = TestKeys.create(this.directory, "server");
		try (FakeService service = FakeService.answering((server) -> counting(keys.secured(server), connections))) {
			to(service)
				.withPropertyValues("llm.providers.x.ssl.bundle=internal", "llm.providers.y.type=openai-compatible",
						"llm.providers.y.model=m", "llm.providers.y.base-url=" + service.url(),
						"llm.providers.y.ssl.bundle=second", "llm.default-model=x")
				.withPropertyValues(keys.bundle("internal"))
				.withPropertyValues(keys.bundle("second"))
				.run((context) -> {
					ChatClient client = context.getBean(ChatClient.class);
					ask(client);
					ChatProvider x = provider(context, "x");
					ChatProvider y = provider(context, "y");
					SslBundles bundles = context.getBean(SslBundles.class);
					context.getBean(SslBundleRegistry.class).updateBundle("internal", bundles.getBundle("second"));
					await(() -> connections.get() == 0);
					assertThat(provider(context, "x")).isNotSameAs(x);
					assertThat(provider(context, "y")).isSameAs(y);
					assertThat(ask(client)).isEqualTo("Hi there");
				});
		}
	}

	private static ChatProvider provider(ApplicationContext context, String id) {
		return context.getBean(ModelRouter.class).entries().get(id).provider();
	}

	@Test
	void keysOfAChangeAreNotToldByTheActuator() {
		try (FakeService service = FakeService.answering()) {
			to(service).withPropertyValues("other.key=sk-CANARY-9b1c").run((context) -> {
				LlmSanitizingFunction before = sanitizing(context);
				change(context, Map.of("llm.providers.x.api-key", "${other.key}"));
				assertThat(String
					.valueOf(before.apply(new SanitizableData(null, "other.key", "sk-CANARY-9b1c")).getValue()))
					.isEqualTo("******");
			});
		}
	}

	@Test
	void keyThatWasReplacedOrRemovedStaysHidden() {
		try (FakeService service = FakeService.answering()) {
			to(service).withPropertyValues("llm.providers.x.api-key=sk-CANARY-old1").run((context) -> {
				LlmSanitizingFunction sanitizing = sanitizing(context);
				change(context, Map.of("llm.providers.x.api-key", "sk-CANARY-new2"));
				change(context, Map.of("llm.providers.x.type", "simulated"));
				String shown = String.valueOf(
						sanitizing.apply(new SanitizableData(null, "other.keys", "sk-CANARY-old1,sk-CANARY-new2,shown"))
							.getValue());
				assertThat(shown).isEqualTo("******,******,shown");
				assertThat(new KnownSecrets(context.getBeanProvider(RunningProviders.class)).get())
					.as("for the log of calls")
					.containsExactly(Secret.of("sk-CANARY-new2"), Secret.of("sk-CANARY-old1"));
			});
		}
	}

	private static LlmSanitizingFunction sanitizing(ApplicationContext context) {
		return (LlmSanitizingFunction) new LlmSanitizingAutoConfiguration().llmSanitizingFunction(
				context.getBeanProvider(RunningProviders.class), context.getBeanProvider(LlmProperties.class));
	}

	/**
	 * Stores as they are while somebody writes the files.
	 */
	private static final class BrokenStores implements SslStoreBundle {

		@Override
		public KeyStore getKeyStore() {
			throw new IllegalStateException("the file is cut in half");
		}

		@Override
		public String getKeyStorePassword() {
			return null;
		}

		@Override
		public KeyStore getTrustStore() {
			throw new IllegalStateException("the file is cut in half");
		}

	}

}
