package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.llmspring.routing.Hedge;
import io.github.llmspring.routing.Route;
import io.github.llmspring.routing.RouteStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Makes a route of one entry of {@code llm.routes}. Whether its models exist is checked
 * when all providers are known.
 *
 * @param texts refuses what is wrong
 * @param origins tells where a wrong one was configured
 * @param name the route's name
 * @param properties the route's properties
 * @param required the words of residency that every provider must have
 */
record RouteReader(PropertyTexts texts, ConfigurationOrigins origins, String name, RouteProperties properties,
		Set<String> required) {

	private static final Set<String> CAPABILITIES = Set.of("audio", "caching", "files", "reasoning", "schema", "tools",
			"vision");

	Route read() {
		Set<String> capabilities = Set
			.copyOf(words("require.capabilities", this.properties.getRequire().getCapabilities()));
		capabilities.forEach((word) -> this.texts.oneOf(property("require.capabilities"), word, CAPABILITIES,
				"There is no such capability."));
		return Route.builder(this.name)
			.models(words("models", this.properties.getModels()))
			.strategy(this.properties.getStrategy())
			.weights(weights())
			.residency(residency())
			.capabilities(capabilities)
			.hedge(hedge(this.properties.getHedge()))
			.timeout(time("timeout", this.properties.getTimeout()))
			.filteredElsewhere(this.properties.isContentFilterFallback())
			.build();
	}

	private Set<String> residency() {
		Set<String> words = new HashSet<>(this.required);
		words.addAll(words("require.residency", this.properties.getRequire().getResidency()));
		return words;
	}

	private List<String> words(String property, List<String> written) {
		List<String> words = new ArrayList<>();
		for (String word : written) {
			String text = this.texts.text(property(property), word);
			if (text != null) {
				words.add(text);
			}
		}
		return words;
	}

	private List<Integer> weights() {
		List<Integer> weights = this.properties.getWeights();
		if (!weights.isEmpty() && this.properties.getStrategy() != RouteStrategy.WEIGHTED) {
			throw this.texts.invalid(property("weights"), null,
					"Weights have an effect with the strategy 'weighted' only.",
					"Set " + property("strategy") + " to 'weighted', or remove the weights.");
		}
		for (Integer weight : weights) {
			new PositiveValues(this.origins, property("")).number("weights", weight);
		}
		return weights;
	}

	private @Nullable Hedge hedge(@Nullable HedgeProperties hedge) {
		if (hedge == null) {
			return null;
		}
		if (hedge.getAfter() == null) {
			throw this.texts.invalid(property("hedge.after"), null,
					"It is not set, and without it no further model is asked.", "Set it to a time such as 3s.");
		}
		return new Hedge(time("hedge.after", hedge.getAfter()),
				new PositiveValues(this.origins, property("")).number("hedge.max", hedge.getMax()));
	}

	private Duration time(String property, Duration value) {
		return new PositiveValues(this.origins, property("")).time(property, value);
	}

	private String property(String property) {
		return "llm.routes." + this.name + "." + property;
	}

}
