package io.github.llmspring.autoconfigure;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.catalog.Capability;
import io.github.llmspring.catalog.ModelFacts;
import io.github.llmspring.catalog.PriceTier;
import io.github.llmspring.catalog.Prices;
import io.github.llmspring.catalog.TokenPrices;
import io.github.llmspring.routing.Alternatives;
import io.github.llmspring.wire.PortableOptions;
import org.jspecify.annotations.Nullable;

/**
 * Takes what configuration says of a model for what it is meant to be.
 *
 * @param texts refuses what is wrong
 */
record CatalogModels(PropertyTexts texts) {

	static final String BRACKETS = "Write the address of the model in brackets: "
			+ "llm.catalog.models[<provider>/<model>], in YAML \"[<provider>/<model>]\".";

	private static final BigDecimal HIGHEST = new BigDecimal("1000000000");

	private static final Set<String> CAPABILITIES = Stream.of(Capability.values())
		.map(Capability::word)
		.collect(Collectors.toUnmodifiableSet());

	/**
	 * Address of a model.
	 * @param key the key as written
	 * @param providers the ids of all providers
	 * @return the address
	 */
	ModelAddress address(String key, Collection<String> providers) {
		ModelAddress address = ModelAddress.parse(key);
		if (address.model() == null) {
			throw this.texts.invalid(property(key, ""), null, "'" + key + "' is no address of a model.", BRACKETS);
		}
		if (!providers.contains(address.provider())) {
			throw this.texts.invalid(property(key, ""), null, "No provider is called '" + address.provider() + "'.",
					Alternatives.of(providers).sentence(address.provider()));
		}
		return address;
	}

	/**
	 * What is said of a model.
	 * @param key the key as written
	 * @param properties what is configured of it
	 * @return the facts
	 */
	ModelFacts facts(String key, CatalogModelProperties properties) {
		Set<Capability> capabilities = capabilities(property(key, "capabilities"), properties.getCapabilities());
		Set<Capability> lacks = capabilities(property(key, "lacks"), properties.getLacks());
		lacks.stream().filter(capabilities::contains).findFirst().ifPresent((both) -> {
			throw this.texts.invalid(property(key, "lacks"), both.word(), "It is among 'capabilities', too.",
					"Remove it from one of them.");
		});
		return ModelFacts.builder()
			.contextTokens(tokens(property(key, "context-tokens"), properties.getContextTokens()))
			.outputTokens(tokens(property(key, "output-tokens"), properties.getOutputTokens()))
			.capabilities(capabilities)
			.lacks(lacks)
			.rejects(rejects(property(key, "rejects"), properties.getRejects()))
			.prices(prices(property(key, "price"), properties.getPrice()))
			.build();
	}

	private Set<Capability> capabilities(String property, List<String> words) {
		Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
		for (String word : words) {
			this.texts.oneOf(property, word.strip(), CAPABILITIES, "There is no such capability.");
			capabilities.add(Capability.valueOf(word.strip().toUpperCase(Locale.ROOT)));
		}
		return capabilities;
	}

	private Set<String> rejects(String property, List<String> names) {
		Set<String> rejected = new LinkedHashSet<>();
		for (String name : names) {
			rejected.add(this.texts.oneOf(property, name.strip(), PortableOptions.names(), "There is no such option."));
		}
		return rejected;
	}

	private @Nullable Long tokens(String property, @Nullable Long tokens) {
		if (tokens != null && tokens <= 0) {
			throw this.texts.invalid(property, tokens.toString(), "It is not above 0.",
					"Set it to a number of tokens.");
		}
		return tokens;
	}

	private @Nullable Prices prices(String property, CatalogPriceProperties properties) {
		TokenPrices base = tokenPrices(property, properties);
		List<PriceTier> tiers = Stream.iterate(0, (index) -> index < properties.getTiers().size(), (index) -> index + 1)
			.map((index) -> tier(property + ".tiers[" + index + "]", properties.getTiers().get(index)))
			.toList();
		boolean nothing = tiers.isEmpty() && base.equals(new TokenPrices(null, null, null, null, null));
		return nothing ? null : Prices.of(base, tiers);
	}

	private PriceTier tier(String property, CatalogTierProperties properties) {
		Long above = tokens(property + ".above", properties.getAbove());
		if (above == null) {
			throw this.texts.invalid(property + ".above", null, "It is not set, and without it the prices hold never.",
					"Set it to the most tokens of a request that still costs less.");
		}
		return new PriceTier(above, tokenPrices(property, properties));
	}

	private TokenPrices tokenPrices(String property, TokenPriceProperties properties) {
		return new TokenPrices(price(property + ".input", properties.getInput()),
				price(property + ".output", properties.getOutput()),
				price(property + ".cached-input", properties.getCachedInput()),
				price(property + ".cache-write", properties.getCacheWrite()),
				price(property + ".reasoning", properties.getReasoning()));
	}

	private @Nullable BigDecimal price(String property, @Nullable BigDecimal price) {
		if (price != null && price.signum() < 0) {
			throw this.texts.invalid(property, price.toPlainString(), "It is below 0.",
					"Set it to dollars for a million tokens.");
		}
		if (price != null && price.compareTo(HIGHEST) > 0) {
			throw this.texts.invalid(property, price.toString(), "It is above " + HIGHEST.toPlainString() + ".",
					"Set it to dollars for a million tokens.");
		}
		return price;
	}

	private static String property(String key, String name) {
		return "llm.catalog.models[" + key + "]" + (name.isEmpty() ? "" : "." + name);
	}

}
