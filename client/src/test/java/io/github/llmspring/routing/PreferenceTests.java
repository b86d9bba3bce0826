package io.github.llmspring.routing;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.catalog.ModelFacts;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.catalog.PriceTier;
import io.github.llmspring.catalog.Prices;
import io.github.llmspring.catalog.TokenPrices;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.GuardedProvider;
import io.github.llmspring.health.MovableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the strategies: in which order models are asked.
 */
class PreferenceTests {

	private static final ByPrice UNKNOWN_PRICES = new ByPrice(Models.NONE, (message) -> 0);

	private final MovableClock clock = new MovableClock();

	private final CandidateHealth health = new CandidateHealth(this.clock);

	private static final DoubleSupplier LOWEST = () -> 0;

	private static Option option(String id, int weight) {
		ProviderEntry entry = new ProviderEntry(id, ScriptedProvider.of(), "m");
		return new Option(weight, List.of(RouteCandidate.of(entry, null)));
	}

	private static final List<Option> ABC = List.of(option("a", 1), option("b", 1), option("c", 1));

	private static List<String> ids(List<Option> options) {
		return options.stream().map((option) -> option.best().entry().id()).toList();
	}

	private List<String> ranked(RouteStrategy strategy, DoubleSupplier random, boolean streaming) {
		return ids(new Preferences(this.health, UNKNOWN_PRICES, random).of(strategy).rank(ABC, request(streaming)));
	}

	private void answered(String id, boolean streaming, int millis) {
		GuardedProvider guarded = new GuardedProvider(id, (request) -> Flux.defer(() -> {
			this.clock.advance(Duration.ofMillis(millis));
			return Flux.just(ScriptedProvider.whole("x"));
		}), this.health);
		guarded.send(ChatRequest.builder().model("m").streaming(streaming).build()).blockLast();
	}

	private void begins(String id) {
		ChatProvider silent = (request) -> Flux.never();
		new GuardedProvider(id, silent, this.health).send(ChatRequest.builder().model("m").build())
			.subscribe(new BaseSubscriber<ChatEvent>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
				}

			});
	}

	@Test
	void orderedIsAsListed() {
		assertThat(ranked(RouteStrategy.ORDERED, LOWEST, true)).containsExactly("a", "b", "c");
	}

	@Test
	void cheapestIsAsListedWhilePricesAreNotKnown() {
		assertThat(ranked(RouteStrategy.CHEAPEST, LOWEST, true)).containsExactly("a", "b", "c");
	}

	@Test
	void cheapestBeginsWithTheLowestKnownPrice() {
		Models models = Models.builder()
			.model(address("b"), cost("3", "3"))
			.model(address("c"), cost("2", "2"))
			.build();
		assertThat(cheapest(models, request(true))).containsExactly("c", "b", "a");
	}

	@Test
	void cheapestPassesOverAModelWhosePriceIsKnownInPart() {
		TokenPrices inputOnly = new TokenPrices(BigDecimal.ONE, null, null, null, null);
		Models models = Models.builder()
			.model(address("a"), ModelFacts.builder().prices(Prices.of(inputOnly)).build())
			.model(address("b"), cost("3", "3"))
			.model(address("c"), cost("2", "2"))
			.build();
		assertThat(cheapest(models, request(100, null))).containsExactly("c", "b", "a");
	}

	@Test
	void cheapestIsSoForTheTokensOfTheRequest() {
		Models models = Models.builder()
			.model(address("a"), cost("1", "10"))
			.model(address("b"), cost("2", "5"))
			.model(address("c"), cost("9", "9"))
			.build();
		assertThat(cheapest(models, request(100, null))).containsExactly("b", "c", "a");
		assertThat(cheapest(models, request(100, 5))).containsExactly("a", "b", "c");
		assertThat(cheapest(models, request(10_000, 100_000))).containsExactly("a", "b", "c");
	}

	@Test
	void cheapestKnowsThatLongRequestsMayCostMore() {
		Models models = Models.builder()
			.model(address("a"), ModelFacts.builder()
				.prices(Prices.of(TokenPrices.of("1", "1"), List.of(new PriceTier(2_000, TokenPrices.of("5", "5")))))
				.build())
			.model(address("b"), cost("2", "2"))
			.build();
		assertThat(cheapest(models, request(2_000, null))).containsExactly("a", "b", "c");
		assertThat(cheapest(models, request(2_001, null))).containsExactly("b", "a", "c");
	}

	private static List<String> cheapest(Models models, ChatRequest request) {
		return ids(new ByPrice(models, (message) -> Integer.parseInt(message.text())).rank(ABC, request));
	}

	private static ModelAddress address(String provider) {
		return new ModelAddress(provider, "m");
	}

	private static ModelFacts cost(String input, String output) {
		return ModelFacts.builder().prices(Prices.of(TokenPrices.of(input, output))).build();
	}

	private static ChatRequest request(int tokens, @Nullable Integer maxOutputTokens) {
		return ChatRequest.builder()
			.message(Message.user(String.valueOf(tokens)))
			.options(ChatOptions.builder().maxOutputTokens(maxOutputTokens).build())
			.build();
	}

	private static ChatRequest request(boolean streaming) {
		return ChatRequest.builder().streaming(streaming).build();
	}

	@Test
	void weightedIsByChanceAsOftenAsTheWeightsSay() {
		Random random = new Random(7);
		ByWeight byWeight = new ByWeight(random::nextDouble);
		List<Option> options = List.of(option("a", 6), option("b", 3), option("c", 1));
		Map<String, Integer> first = new TreeMap<>();
		for (int i = 0; i < 10_000; i++) {
			List<String> ranked = ids(byWeight.rank(options, request(true)));
			assertThat(ranked).containsExactlyInAnyOrder("a", "b", "c");
			first.merge(ranked.get(0), 1, Integer::sum);
		}
		assertThat(first.get("a")).isBetween(5_800, 6_200);
		assertThat(first.get("b")).isBetween(2_800, 3_200);
		assertThat(first.get("c")).isBetween(850, 1_150);
	}

	@Test
	void weightedTakesTheEndsOfChanceToo() {
		List<Option> options = List.of(option("a", 1), option("b", 1));
		assertThat(ids(new ByWeight(LOWEST).rank(options, request(true)))).containsExactly("a", "b");
		assertThat(ids(new ByWeight(() -> Math.nextDown(1.0)).rank(options, request(true)))).containsExactly("b", "a");
	}

	@Test
	void fastestSharesAmongThoseThatAreNearlyAsFastAsTheBest() {
		answered("a", true, 100);
		answered("b", true, 150);
		answered("c", true, 151);
		assertThat(ranked(RouteStrategy.FASTEST, LOWEST, true)).containsExactly("a", "b", "c");
		assertThat(ranked(RouteStrategy.FASTEST, () -> 0.99, true)).containsExactly("b", "a", "c");
	}

	@Test
	void fastestAsksTheSlowOnesInTheOrderOfTheirSpeed() {
		answered("a", true, 900);
		answered("b", true, 500);
		answered("c", true, 100);
		assertThat(ranked(RouteStrategy.FASTEST, () -> 0.99, true)).containsExactly("c", "b", "a");
	}

	@Test
	void fastestTriesWhoWasNeverAsked() {
		answered("a", true, 100);
		answered("b", true, 500);
		assertThat(ranked(RouteStrategy.FASTEST, () -> 0.99, true)).containsExactly("c", "a", "b");
	}

	@Test
	void fastestTellsStreamsFromWholeAnswers() {
		answered("a", true, 100);
		answered("b", true, 500);
		answered("c", true, 900);
		answered("a", false, 900);
		answered("b", false, 500);
		answered("c", false, 100);
		assertThat(ranked(RouteStrategy.FASTEST, LOWEST, true)).containsExactly("a", "b", "c");
		assertThat(ranked(RouteStrategy.FASTEST, LOWEST, false)).containsExactly("c", "b", "a");
	}

	@Test
	void leastBusyIsTheOneWithTheFewestCallsUnderWay() {
		begins("a");
		begins("a");
		begins("b");
		assertThat(ranked(RouteStrategy.LEAST_BUSY, LOWEST, true)).containsExactly("c", "b", "a");
		begins("c");
		assertThat(ranked(RouteStrategy.LEAST_BUSY, LOWEST, true)).containsExactly("b", "c", "a");
	}

	@Test
	void routeWithinARouteIsChosenAsOneAndByItsOwnStrategy() {
		List<ProviderEntry> entries = new ArrayList<>();
		for (String id : List.of("a", "b", "c")) {
			entries.add(new ProviderEntry(id, ScriptedProvider.of(), "m"));
		}
		Route inner = Route.builder("inner")
			.models("b", "c")
			.strategy(RouteStrategy.WEIGHTED)
			.weights(List.of(1, 1_000_000))
			.build();
		RouteGroup group = new RouteTable(List.of(inner, Route.builder("smart").models("inner", "a").build()),
				Map.of("a", entries.get(0), "b", entries.get(1), "c", entries.get(2)),
				(id, model) -> RouteCandidate.of(entries.get("abc".indexOf(id)), model),
				new Preferences(this.health, UNKNOWN_PRICES, () -> 0.5), Models.NONE)
			.groups()
			.get(1);
		assertThat(group.rank((candidate) -> true, request(true))).extracting((candidate) -> candidate.entry().id())
			.containsExactly("c", "b", "a");
	}

}
