package io.github.llmspring.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a catalogue, token by token: a tree of it would be larger than what is made of
 * it.
 */
final class CatalogReader {

	private static final List<String> PRICES = List.of("input", "output", "cached-input", "cache-write", "reasoning");

	private final JsonParser parser;

	private @Nullable LocalDate asOf;

	private final Map<String, ServiceModels> services = new LinkedHashMap<>();

	/**
	 * Few of the many sets of capabilities differ.
	 */
	private final Map<Set<Capability>, Set<Capability>> capabilities = new HashMap<>();

	/**
	 * What is being read, for whoever has to mend it.
	 */
	private String place = "";

	private CatalogReader(JsonParser parser) {
		this.parser = parser;
	}

	static Catalog read(InputStream content) throws IOException {
		byte[] json = content.readAllBytes();
		try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
			CatalogReader reader = new CatalogReader(parser);
			try {
				return reader.catalog();
			}
			catch (JacksonException | DateTimeException | ArithmeticException | IllegalArgumentException ex) {
				throw new IllegalArgumentException("No catalogue of models" + reader.place + ": " + ex.getMessage(),
						ex);
			}
		}
	}

	private Catalog catalog() {
		require(this.parser.nextToken(), JsonToken.START_OBJECT);
		for (String field = field(); field != null; field = field()) {
			switch (field) {
				case "as-of" -> this.asOf = LocalDate.parse(text());
				case "currency" -> requireWord(field, text(), "USD");
				case "per-tokens" -> requireWord(field, number().toPlainString(), "1000000");
				case "sources" -> {
					this.parser.nextToken();
					this.parser.skipChildren();
				}
				case "providers" -> services();
				default -> throw unknown(field);
			}
		}
		return new Catalog(this.asOf, this.services);
	}

	private static void requireWord(String field, String found, String wanted) {
		if (!found.equals(wanted)) {
			throw new IllegalArgumentException("'" + field + "' is " + found + " and can only be " + wanted);
		}
	}

	private void services() {
		require(this.parser.nextToken(), JsonToken.START_OBJECT);
		for (String service = field(); service != null; service = field()) {
			Map<String, ModelFacts> byName = new HashMap<>();
			Map<String, ModelFacts> dated = new HashMap<>();
			require(this.parser.nextToken(), JsonToken.START_OBJECT);
			int size = 0;
			for (String model = field(); model != null; model = field()) {
				this.place = ", at '" + service + "/" + model + "'";
				CatalogEntry entry = entry(model);
				for (String name : entry.names()) {
					byName.put(name, entry.facts());
					if (entry.dated()) {
						dated.put(name, entry.facts());
					}
				}
				size++;
			}
			this.place = "";
			this.services.put(service, new ServiceModels(byName, dated, size));
		}
	}

	private CatalogEntry entry(String model) {
		ModelFacts.Builder facts = ModelFacts.builder();
		List<String> names = new ArrayList<>(1);
		names.add(model);
		boolean dated = false;
		require(this.parser.nextToken(), JsonToken.START_OBJECT);
		for (String field = field(); field != null; field = field()) {
			switch (field) {
				case "context-tokens" -> facts.contextTokens(positive());
				case "output-tokens" -> facts.outputTokens(positive());
				case "capabilities" -> facts.capabilities(capabilities());
				case "lacks" -> facts.lacks(capabilities());
				case "rejects" -> facts.rejects(new LinkedHashSet<>(texts()));
				case "price" -> facts.prices(prices());
				case "aliases" -> names.addAll(texts());
				case "regions" -> texts().forEach((region) -> names.add(region + "." + model));
				case "dated" -> dated = this.parser.nextToken() == JsonToken.VALUE_TRUE;
				default -> throw unknown(field);
			}
		}
		return new CatalogEntry(names, facts.build(), dated);
	}

	private Prices prices() {
		BigDecimal[] prices = new BigDecimal[PRICES.size()];
		List<PriceTier> tiers = new ArrayList<>(0);
		require(this.parser.nextToken(), JsonToken.START_OBJECT);
		for (String field = field(); field != null; field = field()) {
			if (field.equals("tiers")) {
				require(this.parser.nextToken(), JsonToken.START_ARRAY);
				while (this.parser.nextToken() == JsonToken.START_OBJECT) {
					tiers.add(tier());
				}
			}
			else {
				price(field, prices);
			}
		}
		return Prices.of(tokenPrices(prices), tiers);
	}

	private PriceTier tier() {
		BigDecimal[] prices = new BigDecimal[PRICES.size()];
		long above = -1;
		for (String field = field(); field != null; field = field()) {
			if (field.equals("above")) {
				above = number().longValueExact();
			}
			else {
				price(field, prices);
			}
		}
		return new PriceTier(above, tokenPrices(prices));
	}

	private void price(String field, BigDecimal[] prices) {
		int index = PRICES.indexOf(field);
		if (index < 0) {
			throw unknown(field);
		}
		prices[index] = number();
	}

	private static TokenPrices tokenPrices(@Nullable BigDecimal[] prices) {
		return new TokenPrices(prices[0], prices[1], prices[2], prices[3], prices[4]);
	}

	private Set<Capability> capabilities() {
		Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
		for (String word : texts()) {
			Capability capability = Capability.of(word);
			if (capability == null) {
				throw new IllegalArgumentException("there is no capability '" + word + "'");
			}
			capabilities.add(capability);
		}
		return this.capabilities.computeIfAbsent(capabilities, Set::copyOf);
	}

	private @Nullable String field() {
		JsonToken token = this.parser.nextToken();
		if (token == JsonToken.END_OBJECT) {
			return null;
		}
		require(token, JsonToken.PROPERTY_NAME);
		return this.parser.currentName();
	}

	private String text() {
		require(this.parser.nextToken(), JsonToken.VALUE_STRING);
		return this.parser.getString();
	}

	private List<String> texts() {
		List<String> texts = new ArrayList<>(3);
		require(this.parser.nextToken(), JsonToken.START_ARRAY);
		while (this.parser.nextToken() == JsonToken.VALUE_STRING) {
			texts.add(this.parser.getString());
		}
		require(this.parser.currentToken(), JsonToken.END_ARRAY);
		return texts;
	}

	private long positive() {
		long number = number().longValueExact();
		if (number <= 0) {
			throw new IllegalArgumentException("a number of tokens is not above 0");
		}
		return number;
	}

	private BigDecimal number() {
		JsonToken token = this.parser.nextToken();
		if (token == null || !token.isNumeric()) {
			throw new IllegalArgumentException("'" + this.parser.currentName() + "' is no number");
		}
		return this.parser.getDecimalValue();
	}

	private void require(@Nullable JsonToken found, JsonToken wanted) {
		if (found != wanted) {
			throw new IllegalArgumentException("found " + found + " instead of " + wanted + " at line "
					+ this.parser.currentLocation().getLineNr());
		}
	}

	private static IllegalArgumentException unknown(String field) {
		return new IllegalArgumentException("unknown field '" + field + "'");
	}

	private record CatalogEntry(List<String> names, ModelFacts facts, boolean dated) {
	}

}
