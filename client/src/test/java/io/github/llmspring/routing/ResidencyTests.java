package io.github.llmspring.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolOutput;
import io.github.llmspring.Usage;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.SurroundedProvider;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.resilience.RetryPolicy;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that nothing is sent to a provider that lacks a word of the required residency.
 */
class ResidencyTests {

	private static final ToolDefinition TOOL = new ToolDefinition("now", "The time", "{\"type\":\"object\"}",
			(invocation) -> ToolOutput.of("12:00"));

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final List<ProviderEntry> entries = new ArrayList<>();

	private final List<Route> routes = new ArrayList<>();

	private final CandidateHealth health = new CandidateHealth();

	private Set<String> required = Set.of();

	private SurroundedProvider provider(String id, Set<String> words, ChatProvider provider) {
		SurroundedProvider surrounded = Assembly.surround(id, (request) -> Flux.defer(() -> {
			this.asked.add(id);
			return provider.send(request);
		}), Surroundings.builder()
			.model("m")
			.retry(RetryPolicy.NONE)
			.health(this.health)
			.residency(new Residency(words, this.required))
			.build());
		this.entries.add(new ProviderEntry(id, surrounded, "m")
			.withTraits(new ProviderEntry.Traits(words, Set.of(), () -> null)));
		return surrounded;
	}

	private static ChatProvider answering() {
		return (request) -> Flux.just(new ChatEvent.Completed(ChatResponse.builder()
			.content(new Content.Text("Hi"))
			.finishReason(FinishReason.STOP, "stop")
			.build()));
	}

	private static ChatProvider failing() {
		return (request) -> Flux.error(LlmException.of(Reason.OVERLOADED, "busy"));
	}

	private static ChatProvider callingATool() {
		return (request) -> Flux.just(new ChatEvent.Completed(ChatResponse.builder()
			.content(new Content.ToolCall("1", "now", "{}"))
			.finishReason(FinishReason.TOOL_CALLS, "tool_calls")
			.build()));
	}

	private ChatClient client() {
		return Assembly.client(Assembly.router(this.entries, this.routes, "smart", this.health));
	}

	private static LlmException refused(ChatPrompt prompt) {
		LlmException failure = catchThrowableOfType(LlmException.class, prompt::call);
		assertThat(failure.reason()).isEqualTo(Reason.RESIDENCY);
		assertThat(failure.retryable()).isFalse();
		return failure;
	}

	private void route(Route.Builder route) {
		this.routes.add(route.build());
	}

	@Test
	void routeAsksOnlyWhoHasTheWordsOfThePrompt() {
		provider("west", Set.of("us"), answering());
		provider("east", Set.of("eu", "on-prem"), answering());
		route(Route.builder("smart").models("west", "east"));
		client().prompt("Hello").residency("eu").call();
		client().prompt("Hello").residency("eu").residency("on-prem").call();
		client().prompt("Hello").residency("eu").stream().events().blockLast();
		client().prompt("Hello").call();
		assertThat(this.asked).containsExactly("east", "east", "east", "west");
	}

	@Test
	void fallbackNeverLeavesTheResidency() {
		provider("east", Set.of("eu"), failing());
		provider("west", Set.of("us"), answering());
		route(Route.builder("smart").models("east", "west"));
		LlmException failure = catchThrowableOfType(LlmException.class,
				() -> client().prompt("Hello").residency("eu").call());
		assertThat(failure.reason()).isEqualTo(Reason.OVERLOADED);
		assertThat(new TreeSet<>(this.asked)).containsExactly("east");
	}

	@Test
	void hedgeNeverLeavesTheResidency() {
		Sinks.Empty<ChatEvent> hedged = Sinks.empty();
		provider("east", Set.of("eu"), (request) -> hedged.asMono().thenMany(answering().send(request)));
		provider("west", Set.of("us"), answering());
		provider("north", Set.of("eu"), (request) -> {
			hedged.tryEmitEmpty();
			return Flux.never();
		});
		route(Route.builder("smart").models("east", "west", "north").hedge(new Hedge(Duration.ofMillis(5), 2)));
		client().prompt("Hello").residency("eu").call();
		assertThat(this.asked).containsExactly("east", "north");
	}

	@Test
	void routeWithinARouteKeepsToTheResidency() {
		provider("west", Set.of("us"), answering());
		provider("east", Set.of("eu"), answering());
		route(Route.builder("inner").models("west"));
		route(Route.builder("smart").models("inner", "east"));
		client().prompt("Hello").residency("eu").call();
		assertThat(this.asked).containsExactly("east");
		refused(client().prompt("Hello").model("inner").residency("eu"));
	}

	@Test
	void singleAddressIsRefusedBeforeAnythingIsSent() {
		provider("west", Set.of("us"), answering());
		provider("east", Set.of("eu"), answering());
		LlmException failure = refused(client().prompt("Hello").model("west/x").residency("eu", "us"));
		assertThat(failure).hasMessage("west/x: the provider lacks the required residency 'eu', so nothing was sent. "
				+ "Ask a provider that has it, or set llm.providers.west.residency if this one keeps to it.");
		assertThat(failure.attempts()).isEmpty();
		assertThat(this.asked).isEmpty();
	}

	@Test
	void routeThatHasNobodyIsRefusedBeforeAnythingIsSent() {
		provider("west", Set.of("us"), answering());
		provider("north", Set.of(), answering());
		route(Route.builder("smart").models("west", "north"));
		assertThat(refused(client().prompt("Hello").residency("eu"))).hasMessage("no model of 'smart' has the required "
				+ "residency 'eu', so nothing was sent. Ask another model or route, or set "
				+ "llm.providers.<id>.residency of a provider that keeps to it.");
		assertThat(refused(client().prompt("Hello").only("west").residency("eu"))).hasMessageContaining("west/m: ");
		assertThat(this.asked).isEmpty();
	}

	@Test
	void everyTurnOfAToolLoopKeepsToTheResidency() {
		List<ChatProvider> turns = new ArrayList<>(List.of(callingATool(), failing(), answering()));
		ChatProvider turn = (request) -> turns.remove(0).send(request);
		provider("east", Set.of("eu"), turn);
		provider("west", Set.of("us"), turn);
		provider("north", Set.of("eu"), turn);
		route(Route.builder("smart").models("east", "west", "north"));
		assertThat(client().prompt("Hello").tools(TOOL).residency("eu").call().content()).isEqualTo("Hi");
		assertThat(this.asked).containsExactly("east", "east", "north");
	}

	@Test
	void conversationGoesOnWithinTheResidencyOnly() {
		provider("west", Set.of("us"), answering());
		provider("east", Set.of("eu"), answering());
		route(Route.builder("smart").models("west", "east"));
		ChatClient client = client();
		client.prompt("Hello").conversation("c").residency("eu").call();
		client.prompt("Hello").conversation("c").residency("eu").call();
		assertThat(this.asked).containsExactly("east", "east");
	}

	@Test
	void providerThatIsAskedDirectlyKeepsToTheResidency() {
		SurroundedProvider west = provider("west", Set.of("us"), answering());
		ChatRequest request = ChatRequest.builder().residency(Set.of("eu")).build();
		for (ChatProvider way : List.of(west, west.amongOthers(), west.asLastResort().alone(),
				west.asLastResort().amongOthers())) {
			assertThat(catchThrowableOfType(LlmException.class, () -> way.send(request).blockLast()).reason())
				.isEqualTo(Reason.RESIDENCY);
		}
		assertThat(this.asked).isEmpty();
	}

	@Test
	void whatIsRequiredOfEveryProviderHoldsWhoeverAsks() {
		this.required = Set.of("eu");
		SurroundedProvider west = provider("west", Set.of("us"), answering());
		provider("east", Set.of("eu"), answering());
		refused(client().prompt("Hello").model("west"));
		refused(ChatClient.of(west).prompt("Hello"));
		assertThat(this.asked).isEmpty();
		client().prompt("Hello").model("east").call();
		refused(client().prompt("Hello").model("east").residency("on-prem"));
		assertThat(this.asked).containsExactly("east");
	}

	@Test
	void requirementOfARouteAndOfAPromptAddUp() {
		provider("west", Set.of("us", "zero-retention"), answering());
		provider("east", Set.of("eu"), answering());
		provider("north", Set.of("eu", "zero-retention"), answering());
		route(Route.builder("smart").models("west", "east", "north").residency(Set.of("eu")));
		client().prompt("Hello").residency("zero-retention").call();
		assertThat(this.asked).containsExactly("north");
	}

	@Test
	void vectorsAreMadeWithinTheResidencyOnly() {
		EmbeddingResponse vectors = new EmbeddingResponse(List.of(new float[1]), "m", "west", Usage.UNKNOWN, List.of());
		EmbeddingClient client = EmbeddingClient
			.of(new ResidencyEmbeddings("west", (request) -> Mono.fromSupplier(() -> {
				this.asked.add("west");
				return vectors;
			}), new Residency(Set.of("us"), Set.of("us"))));
		client.embed("text");
		assertThat(this.asked).containsExactly("west");
		EmbeddingClient european = client.withOptions(EmbeddingOptions.builder().residency("eu").build());
		EmbeddingClient smaller = european
			.withOptions(EmbeddingOptions.builder().dimensions(3).residency("us").build());
		for (EmbeddingClient refused : List.of(european, smaller)) {
			assertThat(catchThrowableOfType(LlmException.class, () -> refused.embed("text")))
				.hasMessageContaining("lacks the required residency 'eu'")
				.extracting(LlmException::reason)
				.isEqualTo(Reason.RESIDENCY);
		}
		assertThat(this.asked).hasSize(1);
	}

	@Property(tries = 100)
	void whoIsAskedHasEveryWord(@ForAll Set<Word> first, @ForAll Set<Word> second, @ForAll Set<Word> third,
			@ForAll Set<Word> wanted, @ForAll Set<Word> ofRoute, @ForAll Set<Word> ofAll, @ForAll boolean fail) {
		ResidencyTests fresh = new ResidencyTests();
		fresh.required = words(ofAll);
		Map<String, Set<String>> all = Map.of("a", words(first), "b", words(second), "c", words(third));
		all.forEach((id, words) -> fresh.provider(id, words, fail ? failing() : answering()));
		fresh.route(Route.builder("smart").models("a", "b", "c").residency(words(ofRoute)));
		Set<String> needed = new TreeSet<>(words(wanted));
		needed.addAll(words(ofAll));
		try {
			ChatClient client = fresh.client();
			for (String model : List.of("smart", "a", "b", "c")) {
				catchThrowableOfType(LlmException.class,
						() -> client.prompt("Hello")
							.model(model)
							.residency(words(wanted).toArray(String[]::new))
							.call());
			}
		}
		catch (InvalidRouteException ex) {
			assertThat(all.values()).noneMatch((words) -> words.containsAll(words(ofRoute)));
		}
		assertThat(fresh.asked).allSatisfy((id) -> assertThat(all.get(id)).containsAll(needed));
	}

	private static Set<String> words(Set<Word> words) {
		Set<String> names = new TreeSet<>();
		words.forEach((word) -> names.add(word.name()));
		return names;
	}

	enum Word {

		EU, US, ZERO

	}

}
