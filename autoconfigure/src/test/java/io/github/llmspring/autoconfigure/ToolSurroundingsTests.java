package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.tools.Tool;
import io.github.llmspring.tools.ToolContext;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is around a tool when it runs: who is logged in, the trace, the logging's
 * context, and what the application gives it past the model. The answers come over a
 * connection, so that the turns end on other threads than they began on.
 */
@Timeout(60)
class ToolSurroundingsTests {

	private static final String CALL = """
			{"id":"1","model":"fake","choices":[{"index":0,"message":{"role":"assistant","tool_calls":[\
			{"id":"c1","type":"function","function":{"name":"look","arguments":"{}"}},\
			{"id":"c2","type":"function","function":{"name":"look","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""";

	private static final ObservationRegistry OBSERVATIONS = observations();

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private FakeService service;

	private static ObservationRegistry observations() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler((context) -> true);
		return registry;
	}

	@BeforeEach
	void start() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor());
		ContextRegistry.getInstance().registerThreadLocalAccessor(Tenant.ACCESSOR);
		this.service = FakeService.answering(List.of(CALL, CALL, FakeService.ANSWER).iterator());
	}

	@AfterEach
	void stop() {
		this.service.close();
		SecurityContextHolder.clearContext();
		MDC.clear();
		Tenant.CURRENT.remove();
		ContextRegistry.getInstance().removeThreadLocalAccessor(Slf4jThreadLocalAccessor.KEY);
		ContextRegistry.getInstance().removeThreadLocalAccessor(Tenant.KEY);
	}

	private void ask(Function<ChatPrompt, String> end) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
			.withPropertyValues("llm.providers.fake.type=openai-compatible", "llm.providers.fake.model=m",
					"llm.providers.fake.base-url=" + this.service.url())
			.run((context) -> {
				ChatPrompt prompt = context.getBean(ChatClient.class)
					.prompt("Hello")
					.toolContext("user", new User("ann-of-the-context"));
				assertThat(end.apply(prompt)).isEqualTo("Hi there");
			});
		assertThat(this.service.calls()).hasSize(3);
	}

	@Test
	void toolSeesWhoIsLoggedInWhereTheCallerWaits() {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("ann", ""));
		ask((prompt) -> prompt.tools(new Lookout()).content());
		assertThat(this.seen).hasSize(4).allMatch((around) -> around.startsWith("ann, "));
	}

	@Test
	void toolSeesWhoIsLoggedInWhereNobodyWaits() {
		ask((prompt) -> prompt.tools(new ReactiveLookout())
			.mono()
			.contextWrite(ReactiveSecurityContextHolder.withAuthentication(new TestingAuthenticationToken("bo", "")))
			.block()
			.content());
		assertThat(this.seen).containsExactly("bo", "bo", "bo", "bo");
	}

	@Test
	void toolSeesWhatIsBoundToTheCallersThread() {
		MDC.put("request", "r1");
		Tenant.CURRENT.set("acme");
		Observation.createNotStarted("outer", OBSERVATIONS)
			.observe(() -> ask((prompt) -> prompt.tools(new Lookout()).content()));
		assertThat(this.seen).hasSize(4).containsOnly("nobody, r1, acme, outer, ann-of-the-context");
	}

	@Test
	void nothingIsLeftOnTheThreadsForTheNextCaller() {
		MDC.put("request", "r1");
		Tenant.CURRENT.set("acme");
		ask((prompt) -> prompt.tools(new Lookout()).content());
		MDC.clear();
		Tenant.CURRENT.remove();
		this.seen.clear();
		this.service.close();
		this.service = FakeService.answering(List.of(CALL, CALL, FakeService.ANSWER).iterator());
		ask((prompt) -> prompt.tools(new Lookout()).content());
		assertThat(this.seen).hasSize(4).containsOnly("nobody, null, null, null, ann-of-the-context");
	}

	@Test
	void contextOfToolsIsNeverSent() {
		ask((prompt) -> prompt.tools(new Lookout()).content());
		assertThat(this.service.calls()).hasSize(3)
			.allSatisfy((call) -> assertThat(call.text() + call.headers()).doesNotContain("ann-of-the-context")
				.doesNotContain("user\":{"));
		assertThat(this.service.call().text()).contains("\"role\":\"tool\"");
	}

	private final class Lookout {

		@Tool(description = "Looks around")
		String look(@ToolContext User user) {
			Authentication login = SecurityContextHolder.getContext().getAuthentication();
			Observation observation = OBSERVATIONS.getCurrentObservation();
			ToolSurroundingsTests.this.seen.add(((login != null) ? login.getName() : "nobody") + ", "
					+ MDC.get("request") + ", " + Tenant.CURRENT.get() + ", "
					+ ((observation != null) ? observation.getContext().getName() : null) + ", " + user.name());
			return "seen";
		}

	}

	private final class ReactiveLookout {

		@Tool(description = "Looks around")
		Mono<String> look() {
			return ReactiveSecurityContextHolder.getContext()
				.map((context) -> context.getAuthentication().getName())
				.doOnNext(ToolSurroundingsTests.this.seen::add);
		}

	}

	record User(String name) {
	}

	/**
	 * Something of an application's own that is bound to threads.
	 */
	private static final class Tenant implements ThreadLocalAccessor<String> {

		static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

		static final Tenant ACCESSOR = new Tenant();

		static final String KEY = "tests.tenant";

		@Override
		public Object key() {
			return KEY;
		}

		@Override
		public String getValue() {
			return CURRENT.get();
		}

		@Override
		public void setValue(String value) {
			CURRENT.set(value);
		}

		@Override
		public void setValue() {
			CURRENT.remove();
		}

	}

}
