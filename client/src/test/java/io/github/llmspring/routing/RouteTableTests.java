package io.github.llmspring.routing;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.health.CandidateHealth;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link RouteTable}: which routes can be.
 */
class RouteTableTests {

	private static final List<ProviderEntry> ENTRIES = List.of(entry("east", Set.of("eu", "on-prem"), Set.of("vision")),
			entry("west", Set.of("us"), Set.of()));

	private static ProviderEntry entry(String id, Set<String> residency, Set<String> without) {
		return new ProviderEntry(id, ScriptedProvider.of(), "m")
			.withTraits(new ProviderEntry.Traits(residency, without, () -> null));
	}

	private static Route.Builder route(String name, String... models) {
		return Route.builder(name).models(models);
	}

	private static ModelRouter router(Route.Builder... routes) {
		return new ModelRouter(ENTRIES, Stream.of(routes).map(Route.Builder::build).toList(), "west",
				new CandidateHealth());
	}

	private static InvalidRouteException invalid(Route.Builder... routes) {
		return catchThrowableOfType(InvalidRouteException.class, () -> router(routes));
	}

	private static List<String> candidates(Route.Builder... routes) {
		return router(routes).candidates("smart").stream().map(ModelAddress::toString).toList();
	}

	@Test
	void unknownModelIsNamedWithWhatWasMeant() {
		InvalidRouteException invalid = invalid(route("smart", "west", "wes/x"));
		assertThat(invalid.route()).isEqualTo("smart");
		assertThat(invalid.setting()).isEqualTo("models[1]");
		assertThat(invalid.value()).isEqualTo("wes/x");
		assertThat(invalid.problem()).isEqualTo("No provider is called 'wes'.");
		assertThat(invalid.action()).isEqualTo("Did you mean 'west'? Known are: east, west.");
	}

	@Test
	void otherRoutesAreAmongWhatWasMeant() {
		assertThat(invalid(route("cheap", "west"), route("smart", "chep")))
			.hasMessage("Invalid route 'smart'. No provider and no route is called 'chep'. "
					+ "Did you mean 'cheap'? Known are: cheap, east, west.");
	}

	@Test
	void routeAndProviderShareOneNamespace() {
		InvalidRouteException invalid = invalid(route("east", "west"));
		assertThat(invalid.problem()).contains("A provider is called 'east' too");
		assertThat(invalid.setting()).isEmpty();
	}

	@Test
	void routeWithoutModelsIsRefused() {
		assertThat(invalid(route("smart")).problem()).isEqualTo("The route has no models.");
	}

	@Test
	void everyModelHasAWeightOrNone() {
		InvalidRouteException invalid = invalid(route("smart", "east", "west").weights(List.of(1)));
		assertThat(invalid.setting()).isEqualTo("weights");
		assertThat(invalid.problem()).contains("2 models", "weights is 1");
	}

	@Test
	void circleIsRefusedAndShown() {
		InvalidRouteException invalid = invalid(route("a", "west", "b"), route("b", "c"), route("c", "a"));
		assertThat(invalid.problem()).isEqualTo("The routes lead in a circle: a -> b -> c -> a.");
		assertThat(invalid.route()).isEqualTo("c");
		assertThat(invalid(route("a", "a")).problem()).contains("a -> a");
	}

	@Test
	void routeMayStandInTwoOthers() {
		assertThat(
				candidates(route("inner", "west"), route("other", "inner"), route("smart", "inner", "other", "east")))
			.containsExactly("west/m", "east/m");
	}

	@Test
	void modelWithoutTheResidencyIsNeverAsked() {
		assertThat(candidates(route("smart", "west", "east").residency(Set.of("eu")))).containsExactly("east/m");
		assertThat(candidates(route("inner", "west", "east"),
				route("smart", "inner", "west/x").residency(Set.of("eu", "on-prem"))))
			.containsExactly("east/m");
	}

	@Test
	void routeWithinAnotherKeepsWhatItRequires() {
		assertThat(candidates(route("inner", "west", "east").residency(Set.of("eu")), route("smart", "inner", "west")))
			.containsExactly("east/m", "west/m");
	}

	@Test
	void modelThatIsKnownToLackACapabilityIsNeverAsked() {
		assertThat(candidates(route("smart", "west", "east").capabilities(Set.of("vision")))).containsExactly("west/m");
		assertThat(candidates(route("smart", "west", "east").capabilities(Set.of("tools")))).hasSize(2);
	}

	@Test
	void routeThatCanNeverAskIsRefused() {
		InvalidRouteException residency = invalid(route("smart", "west").residency(Set.of("eu")));
		assertThat(residency.setting()).isEqualTo("require.residency");
		assertThat(residency.value()).isEqualTo("eu");
		assertThat(residency.problem()).isEqualTo("None of the route's models has what the route requires.");
		assertThat(invalid(route("inner", "west"), route("smart", "inner").residency(Set.of("eu"))).route())
			.isEqualTo("smart");
		assertThat(invalid(route("smart", "east").capabilities(Set.of("vision"))).setting())
			.isEqualTo("require.capabilities");
	}

	@Test
	void bareWordIsAModelOfTheOnlyProvider() {
		ModelRouter router = new ModelRouter(ENTRIES.subList(0, 1), List.of(route("smart", "gpt").build()), null,
				new CandidateHealth());
		assertThat(router.candidates("smart")).extracting(ModelAddress::toString).containsExactly("east/gpt");
	}

	@Test
	void providersAloneStayAsTheyWere() {
		assertThat(catchThrowableOfType(LlmException.class, () -> router().resolve("x")))
			.hasMessageStartingWith("no provider is called 'x'");
	}

}
