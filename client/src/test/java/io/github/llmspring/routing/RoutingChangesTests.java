package io.github.llmspring.routing;

import java.time.Duration;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.GuardedProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static io.github.llmspring.ScriptedProvider.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what can be changed of where requests go while the application runs.
 */
class RoutingChangesTests {

	private final CandidateHealth health = new CandidateHealth();

	private final ModelRouter router = new ModelRouter(List.of(entry("a"), entry("b"), entry("c")),
			List.of(Route.builder("smart").models("a", "b").build(),
					Route.builder("fair")
						.models("a", "b", "c")
						.strategy(RouteStrategy.WEIGHTED)
						.weights(List.of(1, 1, 1_000_000))
						.build(),
					Route.builder("outer").models("smart", "c").build()),
			"a", this.health);

	private ProviderEntry entry(String id) {
		ChatProvider provider = (request) -> Flux.just(whole("from " + id));
		return new ProviderEntry(id, new GuardedProvider(id, provider, this.health), "m");
	}

	private String answer(@Nullable String model) {
		ChatEvent event = this.router.send(ChatRequest.builder().model(model).build())
			.blockLast(Duration.ofSeconds(10));
		return ((ChatEvent.Completed) event).response().content();
	}

	@Test
	void defaultModelCanBeMoved() {
		this.router.change((changes) -> changes.withDefaultModel("b/other"));
		assertThat(this.router.defaultModel()).isEqualTo("b/other");
		assertThat(answer(null)).isEqualTo("from b");
		this.router.change((changes) -> changes.withDefaultModel("smart"));
		assertThat(answer(null)).isEqualTo("from a");
		this.router.change((changes) -> changes.withDefaultModel(null));
		assertThat(this.router.defaultModel()).isEqualTo("a");
	}

	@Test
	void defaultModelMustExist() {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> this.router.change((changes) -> changes.withDefaultModel("smarrt")))
			.withMessageContaining("Did you mean 'smart'?");
		assertThat(this.router.changes()).isEqualTo(RoutingChanges.NONE);
	}

	@Test
	void orderOfARouteCanBeChangedWhateverItsStrategy() {
		this.router.change((changes) -> changes.withOrder("smart", List.of("b")).withOrder("fair", List.of("b")));
		assertThat(answer("smart")).isEqualTo("from b");
		assertThat(answer("fair")).isEqualTo("from b");
		assertThat(this.router.candidates("smart")).containsExactly(new ModelAddress("b", "m"),
				new ModelAddress("a", "m"));
		assertThat(answer("outer")).as("a route within another").isEqualTo("from b");
		this.router.change((changes) -> changes.withOrder("smart", List.of()));
		assertThat(answer("smart")).isEqualTo("from a");
		assertThat(this.router.route("fair")).extracting(Route::strategy).isEqualTo(RouteStrategy.ORDERED);
	}

	@Test
	void orderMustBeOneOfTheRoute() {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> this.router.change((changes) -> changes.withOrder("smrt", List.of("b"))))
			.withMessageContaining("no route is called 'smrt'")
			.withMessageContaining("Did you mean 'smart'?");
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> this.router.change((changes) -> changes.withOrder("smart", List.of("c"))))
			.withMessageContaining("the route 'smart' has no model 'c'");
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> this.router.change((changes) -> changes.withOrder("smart", List.of("b", "b"))))
			.withMessageContaining("twice");
		assertThat(answer("smart")).isEqualTo("from a");
	}

	@Test
	void providerThatIsOffIsSkippedByRoutesAndRefusedByName() {
		this.health.switches().off("a");
		assertThat(answer("smart")).isEqualTo("from b");
		StepVerifier.create(this.router.send(ChatRequest.builder().model("a").build()))
			.verifyErrorSatisfies((ex) -> assertThat(((LlmException) ex).reason()).isEqualTo(Reason.CIRCUIT_OPEN));
		assertThat(this.router.plan("smart")).containsExactly(new ModelAddress("b", "m"));
		assertThat(this.router.plan("a")).isEmpty();
	}

	@Test
	void routeWhoseProvidersAreAllOffIsRefused() {
		this.health.switches().off("a");
		this.health.switches().off("b");
		StepVerifier.create(this.router.send(ChatRequest.builder().model("smart").build()))
			.verifyErrorSatisfies((ex) -> assertThat(ex).hasMessageContaining("disabled by hand"));
		assertThat(this.router.plan("smart")).isEmpty();
	}

	@Test
	void planTellsWhoWouldBeAskedNow() {
		assertThat(this.router.plan(null)).containsExactly(new ModelAddress("a", "m"));
		this.health.rest(new ModelAddress("a", "m"), Duration.ofMinutes(1), "it is tired");
		assertThat(this.router.plan("outer")).extracting(ModelAddress::provider).containsExactly("b", "c", "a");
	}

	@Test
	void vectorsAreNotAskedOfAProviderThatIsOff() {
		EmbeddingRouter vectors = new EmbeddingRouter(
				List.of(new EmbeddingEntry("a", (request) -> Mono.error(new AssertionError("asked")), "e", false)),
				null, this.health.switches());
		this.health.switches().off("a");
		StepVerifier.create(vectors.embed(new EmbeddingRequest(List.of("text"), null, EmbeddingOptions.NONE)))
			.verifyErrorSatisfies((ex) -> assertThat(ex).hasMessageContaining("a/e: nothing was sent"));
	}

}
