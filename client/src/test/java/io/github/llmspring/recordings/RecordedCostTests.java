package io.github.llmspring.recordings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Cost;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.budget.CostProvider;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import io.github.llmspring.recordings.ReplayServer.Pace;
import io.github.llmspring.recordings.ReplayServer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what recorded answers cost with a calculation that shares nothing with the
 * library: the tokens of the notes, the prices of the catalogue's file and the rule of
 * three.
 */
@EnabledIf(value = "io.github.llmspring.recordings.Recording#present",
		disabledReason = "no folder ../shared/recordings beside the project")
class RecordedCostTests {

	/**
	 * Where services tell what they charge, and parts of a dollar that they count in.
	 */
	private static final Map<String, Told> TOLD = Map.of("openrouter", new Told("/cost", 0), "perplexity",
			new Told("/cost/total_cost", 0), "xai", new Told("/cost_in_usd_ticks", 10));

	private static final Map<String, Preset> PRESETS = Presets.load(RecordedCostTests.class.getClassLoader());

	private static final JsonNode CATALOGUE = Recording.JSON
		.readTree(RecordedCostTests.class.getResourceAsStream("/META-INF/llm/catalog.json"));

	private record Told(String path, int decimals) {
	}

	@Test
	void costIsThatOfACalculationByHand() {
		List<String> misses = new ArrayList<>();
		Map<String, int[]> table = new TreeMap<>();
		int exchanges = 0;
		try (Target target = new Target()) {
			for (Recording recording : Recording.everything()) {
				if (recording.wire() == null) {
					continue;
				}
				// a call that the service rejects is free
				BigDecimal expected = (recording.status() == 200) ? expected(recording, answer(recording)) : null;
				Cost cost = cost(recording, target);
				BigDecimal amount = (cost != null) ? cost.amount() : null;
				if ((expected == null) ? amount != null : amount == null || expected.compareTo(amount) != 0) {
					misses.add(recording.name() + ": " + amount + " instead of " + expected);
				}
				table.computeIfAbsent(recording.provider(), (provider) -> new int[2])[(expected != null) ? 0 : 1]++;
				exchanges++;
			}
		}
		StringBuilder printed = new StringBuilder("Cost of recorded answers: provider, known, unknown\n");
		table.forEach((provider, counts) -> printed.append("  ")
			.append(provider)
			.append(' ')
			.append(counts[0])
			.append(' ')
			.append(counts[1])
			.append('\n'));
		System.out.println(printed);
		assertThat(misses).isEmpty();
		assertThat(exchanges).isGreaterThanOrEqualTo(200);
		assertThat(table.values().stream().mapToInt((counts) -> counts[0]).sum()).isGreaterThan(100);
	}

	private static Cost cost(Recording recording, Target target) {
		try (ReplayServer server = new ReplayServer()) {
			String id = recording.provider();
			Models models = Models.builder().provider(id, service(recording)).build();
			server.reply(Reply.of(recording, recording.body(), Pace.IN_ONE_WRITE));
			ChatEvent last = new CostProvider(id, target.provider(recording, server.url("")), models::cost, List.of(),
					(message) -> 1)
				.send(ChatRequest.builder()
					.model(recording.model())
					.message(Message.user("Replay"))
					.streaming(recording.streaming())
					.build())
				.blockLast();
			return ((ChatEvent.Completed) last).response().cost();
		}
		catch (LlmException ex) {
			return ex.cost();
		}
	}

	private static String service(Recording recording) {
		return PRESETS.get(Target.preset(recording.provider())).catalog();
	}

	private static ExpectedAnswer answer(Recording recording) {
		AnswerNotes notes = AnswerNotes.of(recording);
		if (recording.isEventStream()) {
			events(recording).forEach(notes::event);
		}
		else {
			notes.whole(Recording.JSON.readTree(recording.body()));
		}
		return notes.soFar();
	}

	private static List<String> events(Recording recording) {
		return RecordedEvent.split(recording).stream().map(RecordedEvent::data).filter((data) -> data != null).toList();
	}

	private static List<JsonNode> documents(Recording recording) {
		if (!recording.isEventStream()) {
			return List.of(Recording.JSON.readTree(recording.body()));
		}
		return events(recording).stream()
			.filter((data) -> data.startsWith("{"))
			.map((data) -> Recording.JSON.readTree(data))
			.toList();
	}

	private static BigDecimal expected(Recording recording, ExpectedAnswer answer) {
		BigDecimal told = told(recording);
		if (told != null) {
			return told;
		}
		for (String model : List.of(recording.model(), answer.model())) {
			BigDecimal cost = byHand(price(service(recording), model), answer.usage());
			if (cost != null) {
				return cost;
			}
		}
		return null;
	}

	private static BigDecimal told(Recording recording) {
		Told place = TOLD.get(recording.provider());
		BigDecimal told = null;
		for (JsonNode document : (place != null) ? documents(recording) : List.<JsonNode>of()) {
			for (String usage : Set.of("/usage", "/response/usage")) {
				JsonNode figure = document.at(usage + place.path());
				told = figure.isNumber() ? figure.decimalValue().movePointLeft(place.decimals()) : told;
			}
		}
		return told;
	}

	/**
	 * Prices of a model, which may be called by another name or with a date behind it.
	 */
	private static JsonNode price(String service, String model) {
		JsonNode models = CATALOGUE.path("providers").path(service);
		String undated = model.replaceFirst("[-@](\\d{4}-\\d\\d-\\d\\d|\\d{8})$", "");
		JsonNode found = null;
		for (Map.Entry<String, JsonNode> entry : models.properties()) {
			List<String> names = new ArrayList<>(List.of(entry.getKey()));
			entry.getValue().path("aliases").forEach((alias) -> names.add(alias.asString()));
			entry.getValue().path("regions").forEach((region) -> names.add(region.asString() + "." + entry.getKey()));
			if (names.contains(model)) {
				return entry.getValue().path("price");
			}
			if (entry.getValue().path("dated").asBoolean(false) && names.contains(undated)) {
				found = entry.getValue().path("price");
			}
		}
		return found;
	}

	private static BigDecimal byHand(JsonNode price, ExpectedAnswer.Counts usage) {
		if (price == null || !price.has("input") || usage.input() == null || usage.output() == null) {
			return null;
		}
		JsonNode rates = price;
		for (JsonNode tier : price.path("tiers")) {
			rates = (usage.input() > tier.path("above").asLong()) ? tier : rates;
		}
		long cached = (usage.cached() != null) ? usage.cached() : 0;
		long written = (usage.written() != null) ? usage.written() : 0;
		BigDecimal input = rates.path("input").decimalValue();
		return tokens(usage.input() - cached - written, input).add(tokens(cached, rate(rates, "cached-input", input)))
			.add(tokens(written, rate(rates, "cache-write", input)))
			.add(tokens(usage.output(), rates.path("output").decimalValue()));
	}

	private static BigDecimal rate(JsonNode rates, String name, BigDecimal otherwise) {
		return rates.has(name) ? rates.path(name).decimalValue() : otherwise;
	}

	private static BigDecimal tokens(long count, BigDecimal perMillion) {
		return perMillion.multiply(BigDecimal.valueOf(count)).movePointLeft(6);
	}

}
