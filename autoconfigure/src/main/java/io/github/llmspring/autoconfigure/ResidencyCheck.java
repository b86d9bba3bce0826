package io.github.llmspring.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.routing.Alternatives;

/**
 * Check that what {@code llm.require.residency} asks of every provider leaves some to be
 * asked.
 *
 * @param configured what is configured
 * @param origins knows where the properties were set
 */
record ResidencyCheck(ConfiguredProviders configured, ConfigurationOrigins origins) {

	private static final String PROPERTY = "llm.require.residency";

	/**
	 * Fails where no provider keeps to what is required.
	 * @param ids the ids of all providers
	 */
	void require(Collection<String> ids) {
		if (!this.configured.required().isEmpty() && ids.stream().noneMatch(this::keeps)) {
			throw this.origins.invalid(PROPERTY, required(),
					"No provider keeps to it, so that none could be asked." + misspelt(),
					"Set llm.providers.<id>.residency of a provider that does, or require less.");
		}
	}

	/**
	 * Fails where a model that answers by default may not be asked.
	 * @param property the name of the property that holds its address
	 * @param address the address
	 * @param ids the ids of all providers
	 */
	void requireDefault(String property, String address, Collection<String> ids) {
		String id = ModelAddress.parse(address).provider();
		if (ids.contains(id) && !keeps(id)) {
			String others = ids.stream().filter(this::keeps).sorted().collect(Collectors.joining(", "));
			throw this.origins.invalid(property, address,
					"The provider '" + id + "' does not keep to " + PROPERTY + ", '" + required() + "'.",
					(others.isEmpty() ? "Set" : "Name a provider that does: " + others + ". Or set") + " llm.providers."
							+ id + ".residency, if it does.");
		}
	}

	private boolean keeps(String id) {
		return this.configured.residency(id).allows(Set.of());
	}

	private String required() {
		return String.join(", ", new TreeSet<>(this.configured.required()));
	}

	private String misspelt() {
		Alternatives known = Alternatives.of(this.configured.byId()
			.values()
			.stream()
			.flatMap((provider) -> provider.residency().stream())
			.collect(Collectors.toSet()));
		List<String> unknown = this.configured.required()
			.stream()
			.filter((word) -> !known.known().contains(word))
			.sorted()
			.toList();
		if (unknown.isEmpty()) {
			return "";
		}
		return " No provider has '" + unknown.get(0) + "'"
				+ (known.known().isEmpty() ? ", nor any other word." : ". " + known.sentence(unknown.get(0)));
	}

}
