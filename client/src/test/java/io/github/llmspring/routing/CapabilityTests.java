package io.github.llmspring.routing;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.Role;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.catalog.Capability;
import io.github.llmspring.catalog.ModelFacts;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.CandidateHealth;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static io.github.llmspring.ScriptedProvider.failure;
import static io.github.llmspring.ScriptedProvider.whole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what is known of models before they are asked: who is left out, and when
 * nobody is asked at all.
 */
class CapabilityTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Media IMAGE = Media.of("image/png", new byte[] { 1 });

	private final Map<String, ScriptedProvider> providers = new LinkedHashMap<>();

	private final Models.Builder models = Models.builder();

	private Set<String> withoutOfB = Set.of();

	private @Nullable Hindrance hindranceOfC;

	private void provider(String id, ModelFacts facts) {
		this.models.model(new ModelAddress(id, "m"), facts);
		provider(id);
	}

	private void provider(String id) {
		this.providers.put(id, ScriptedProvider.of(Flux.just(whole("from " + id))));
	}

	private static ModelFacts lacking(Capability... capabilities) {
		return ModelFacts.builder().lacks(Set.of(capabilities)).build();
	}

	private static ModelFacts window(long tokens) {
		return ModelFacts.builder().contextTokens(tokens).build();
	}

	private ModelRouter router(Route.Builder route) {
		List<ProviderEntry> entries = new ArrayList<>();
		this.providers.forEach((id, provider) -> entries
			.add(new ProviderEntry(id, provider, "m").withTraits(new ProviderEntry.Traits(Set.of(),
					id.equals("b") ? this.withoutOfB : Set.of(), () -> id.equals("c") ? this.hindranceOfC : null))));
		return new ModelRouter(entries, List.of(route.build()), null, new CandidateHealth(), this.models.build(),
				(message) -> 0);
	}

	private ModelRouter router() {
		return router(Route.builder("smart").models(List.copyOf(this.providers.keySet())));
	}

	private ChatResponse answer(ChatRequest.Builder request) {
		ChatEvent event = router().send(request.build()).blockLast(PATIENCE);
		return ((ChatEvent.Completed) event).response();
	}

	private LlmException failed(ChatRequest.Builder request) {
		List<LlmException> failures = new ArrayList<>();
		StepVerifier.create(router().send(request.build()))
			.expectErrorSatisfies((ex) -> failures.add((LlmException) ex))
			.verify(PATIENCE);
		return failures.get(0);
	}

	private int exchanges() {
		return this.providers.values().stream().mapToInt(ScriptedProvider::exchanges).sum();
	}

	private static ChatRequest.Builder ask(String model) {
		return ChatRequest.builder().model(model).message(Message.user("?"));
	}

	private static ChatRequest.Builder askWithImage(String model) {
		return ask(model).message(new Message(Role.USER, List.of(new Content.Text("this"), IMAGE)));
	}

	private static ChatRequest.Builder askWithTool(String model) {
		return ask(model).tools(List.of(new ToolDefinition("clock", "Tells the time.", "{\"type\": \"object\"}")));
	}

	@Test
	void modelsThatDoNotLookAtImagesAreLeftOutForImages() {
		provider("a", lacking(Capability.VISION));
		provider("b");
		assertThat(answer(askWithImage("smart")).content()).isEqualTo("from b");
		assertThat(answer(ask("smart")).content()).isEqualTo("from a");
	}

	@Test
	void modelsThatDoNotTakeToolsAreLeftOutForTools() {
		provider("a", lacking(Capability.TOOLS));
		provider("b");
		assertThat(answer(askWithTool("smart")).content()).isEqualTo("from b");
	}

	@Test
	void modelsThatDoNotKeepToASchemaAreLeftOutForSchemas() {
		provider("a", lacking(Capability.SCHEMA));
		provider("b");
		assertThat(answer(ask("smart").outputFormat(new OutputFormat("x", "{}"))).content()).isEqualTo("from b");
	}

	@Test
	void soundAndFilesAreNeedsOfTheirOwn() {
		provider("a", lacking(Capability.AUDIO));
		provider("b", lacking(Capability.FILES));
		Media sound = Media.of("audio/wav", URI.create("http://127.0.0.1/x.wav"));
		Media file = Media.of("application/pdf", URI.create("http://127.0.0.1/x.pdf"));
		Media text = Media.of("text/plain", new byte[] { 'x' });
		assertThat(answer(ask("smart").message(new Message(Role.USER, List.of(sound)))).content()).isEqualTo("from b");
		assertThat(answer(ask("smart").message(new Message(Role.USER, List.of(file)))).content()).isEqualTo("from a");
		assertThat(failed(ask("smart").message(new Message(Role.USER, List.of(file, sound)))).reason())
			.isEqualTo(Reason.UNSUPPORTED);
		provider("a", lacking(Capability.AUDIO));
		assertThat(answer(ask("smart").message(new Message(Role.USER, List.of(text)))).content()).isEqualTo("from a");
	}

	@Test
	void whereNoModelIsLeftNothingIsSentAndTheExceptionNamesWhatEachLacks() {
		provider("a", lacking(Capability.VISION));
		provider("b", lacking(Capability.TOOLS, Capability.VISION));
		LlmException failure = failed(askWithImage("smart").tools(askWithTool("smart").build().tools()));
		assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
		assertThat(failure).hasMessageContaining("no model of the route 'smart' can do what is asked")
			.hasMessageContaining("a/m does not look at images; b/m does not take tools or look at images")
			.hasMessageContaining("llm.catalog.models[<address>].capabilities");
		assertThat(exchanges()).isZero();
	}

	@Test
	void modelAskedAloneIsRefusedBeforeAnythingIsSent() {
		provider("a", lacking(Capability.VISION));
		LlmException failure = failed(askWithImage("a/m"));
		assertThat(failure.reason()).isEqualTo(Reason.UNSUPPORTED);
		assertThat(failure).hasMessageContaining("the model a/m does not look at images");
		assertThat(failure.provider()).isEqualTo("a");
		assertThat(exchanges()).isZero();
		assertThat(answer(askWithTool("a/m")).content()).isEqualTo("from a");
	}

	@Test
	void unknownModelsAreAssumedToBeAble() {
		provider("a");
		assertThat(answer(askWithImage("a/other").tools(askWithTool("a").build().tools())).content())
			.isEqualTo("from a");
	}

	@Test
	void whatTheServiceLacksLetsRoutesPreferOthersUnlessTheModelIsKnownToHaveIt() {
		this.withoutOfB = Set.of("vision");
		provider("b");
		provider("c");
		assertThat(answer(askWithImage("smart")).content()).isEqualTo("from c");
		assertThat(answer(ask("smart")).content()).isEqualTo("from b");
		provider("b");
		this.models.model(new ModelAddress("b", "m"),
				ModelFacts.builder().capabilities(Set.of(Capability.VISION)).build());
		assertThat(answer(askWithImage("smart")).content()).isEqualTo("from b");
	}

	@Test
	void whatTheServiceLacksForbidsNoModelThatNothingIsKnownOf() {
		this.withoutOfB = Set.of("vision");
		provider("a", lacking(Capability.VISION));
		provider("b");
		assertThat(answer(askWithImage("b/m")).content()).isEqualTo("from b");
		provider("b");
		assertThat(answer(askWithImage("smart")).content()).isEqualTo("from b");
		assertThat(this.providers.get("a").exchanges()).isZero();
	}

	@Test
	void whereTheOneThatFitsCannotBeAskedTheOneThatNothingIsKnownOfIs() {
		this.withoutOfB = Set.of("vision");
		this.hindranceOfC = Hindrance.NO_KEY;
		provider("b");
		provider("c");
		assertThat(answer(askWithImage("smart")).content()).isEqualTo("from b");
	}

	@Test
	void routeThatRequiresWhatItsModelsLackIsNoRoute() {
		provider("a", lacking(Capability.VISION));
		provider("b");
		Route.Builder route = Route.builder("smart").models("a").capabilities(Set.of("vision"));
		assertThatExceptionOfType(InvalidRouteException.class).isThrownBy(() -> router(route))
			.withMessageContaining("None of the route's models has what the route requires");
		assertThat(router(Route.builder("smart").models("a", "b").capabilities(Set.of("vision"))).candidates("smart"))
			.containsExactly(new ModelAddress("b", "m"));
	}

	@Test
	void whatIsTooLongForOneModelGoesToLargerOnesOnly() {
		provider("a", window(100));
		provider("b", window(100));
		provider("c", window(50));
		provider("d", window(200));
		this.providers.put("a", ScriptedProvider.of(failure(Reason.CONTEXT_TOO_LONG)));
		ChatResponse answer = answer(ask("smart"));
		assertThat(answer.content()).isEqualTo("from d");
		assertThat(answer.attempts()).extracting((attempt) -> attempt.address().provider()).containsExactly("a", "d");
		assertThat(this.providers.get("b").exchanges() + this.providers.get("c").exchanges()).isZero();
	}

	@Test
	void modelsWhoseWindowIsNotKnownAreTriedWithWhatIsTooLong() {
		provider("a", window(100));
		provider("b");
		this.providers.put("a", ScriptedProvider.of(failure(Reason.CONTEXT_TOO_LONG)));
		assertThat(answer(ask("smart")).content()).isEqualTo("from b");
	}

	@Test
	void whereNoLargerModelIsLeftTheRequestIsTooLong() {
		provider("a", window(100));
		provider("b", window(100));
		this.providers.put("a", ScriptedProvider.of(failure(Reason.CONTEXT_TOO_LONG)));
		assertThat(failed(ask("smart")).reason()).isEqualTo(Reason.CONTEXT_TOO_LONG);
		assertThat(this.providers.get("b").exchanges()).isZero();
	}

	@Test
	void otherFailuresGoToSmallerModelsToo() {
		provider("a", window(100));
		provider("b", window(50));
		this.providers.put("a", ScriptedProvider.of(failure(Reason.SERVER_ERROR)));
		assertThat(answer(ask("smart")).content()).isEqualTo("from b");
	}

}
