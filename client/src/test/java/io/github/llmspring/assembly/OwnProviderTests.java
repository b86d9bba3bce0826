package io.github.llmspring.assembly;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.resilience.RetryPolicy;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.Route;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static io.github.llmspring.ScriptedProvider.whole;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of providers that an application writes itself, with what surrounds them.
 */
class OwnProviderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final CandidateHealth health = new CandidateHealth();

	private ChatProvider surrounded(String id, ChatProvider provider) {
		return Assembly.surround(id, provider,
				Surroundings.builder()
					.retry(RetryPolicy.builder().initialDelay(Duration.ZERO).build())
					.circuitBreaker(BreakerSettings.DEFAULTS)
					.health(this.health)
					.build());
	}

	private ChatClient route(ChatProvider own, ChatProvider spare) {
		ModelRouter router = Assembly.router(
				List.of(new ProviderEntry("mainframe", surrounded("mainframe", own), "m1"),
						new ProviderEntry("spare", surrounded("spare", spare), "m2")),
				List.of(Route.builder("smart").models("mainframe", "spare").build()), "smart", this.health);
		return Assembly.client(router);
	}

	@Test
	void whenAnOwnProviderThrowsAPlainExceptionThenTheRouteAsksTheNext() {
		ChatClient client = route((request) -> {
			throw new IllegalStateException("no tape");
		}, ScriptedProvider.of(Flux.just(whole("well"))));
		ChatResponse answer = client.prompt("Hi").mono().block(PATIENCE);
		assertThat(answer.content()).isEqualTo("well");
		assertThat(answer.attempts()).extracting(Attempt::reason).containsExactly(Reason.SERVER_ERROR, null);
	}

	@Test
	void whenTheEventsOfAnOwnProviderFailThenTheRouteAsksTheNext() {
		ChatClient client = route((request) -> Flux.error(new IOException("line is dead")),
				ScriptedProvider.of(ScriptedProvider.answer("we", "ll")));
		StepVerifier.create(client.prompt("Hi").stream().content())
			.expectNext("we", "ll")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whenAnOwnProviderGivesNoAnswerThenTheRouteAsksTheNext() {
		ChatClient client = route((request) -> Flux.empty(), ScriptedProvider.of(Flux.just(whole("well"))));
		assertThat(client.prompt("Hi").mono().block(PATIENCE).content()).isEqualTo("well");
	}

	@Test
	void plainExceptionIsRetriedAndCountsForTheBreaker() {
		List<String> asked = new ArrayList<>();
		ChatProvider own = surrounded("mainframe", (request) -> {
			asked.add("once");
			return Flux.error(new IllegalStateException("no tape"));
		});
		for (int call = 0; call < 2; call++) {
			StepVerifier.create(Assembly.client(own).withModel("m1").prompt("Hi").mono())
				.expectError(LlmException.class)
				.verify(PATIENCE);
		}
		assertThat(asked).as("three attempts, and two until the breaker opened").hasSize(5);
		assertThat(this.health.isOpen(new ModelAddress("mainframe", "m1"))).isTrue();
	}

	@Test
	void answerTellsTheIdOfAnOwnProviderAndTheModelThatWasAsked() {
		ChatResponse answer = route(ScriptedProvider.of(Flux.just(whole("well"))), ScriptedProvider.of()).prompt("Hi")
			.mono()
			.block(PATIENCE);
		assertThat(answer.provider()).isEqualTo("mainframe");
		assertThat(answer.model()).isEqualTo("m1");
	}

}
