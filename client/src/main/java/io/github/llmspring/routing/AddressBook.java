package io.github.llmspring.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;
import org.jspecify.annotations.Nullable;

/**
 * Providers of one kind by the words that address them, beside the routes that share
 * their words.
 *
 * @param <E> what is known of each provider
 */
final class AddressBook<E extends AddressBook.Entry> {

	private final Map<String, E> entries;

	private final Set<String> names;

	private final @Nullable E only;

	private final @Nullable String defaultModel;

	AddressBook(Collection<E> entries, Collection<String> routes, @Nullable String defaultModel) {
		Map<String, E> byId = new LinkedHashMap<>();
		entries.forEach((entry) -> byId.put(entry.id(), entry));
		this.entries = Collections.unmodifiableMap(byId);
		Set<String> names = new TreeSet<>(byId.keySet());
		names.addAll(routes);
		this.names = Collections.unmodifiableSet(names);
		this.only = only(byId.values());
		this.defaultModel = (defaultModel != null) ? defaultModel : ((this.only != null) ? this.only.id() : null);
	}

	private static <E extends Entry> @Nullable E only(Collection<E> entries) {
		List<E> configured = entries.stream().filter((entry) -> !entry.found()).toList();
		if (configured.isEmpty()) {
			return entries.stream()
				.filter((entry) -> entry.model() != null)
				.findFirst()
				.or(() -> entries.stream().findFirst())
				.orElse(null);
		}
		return (configured.size() == 1) ? configured.get(0) : null;
	}

	Map<String, E> entries() {
		return this.entries;
	}

	@Nullable E only() {
		return this.only;
	}

	@Nullable String defaultModel() {
		return this.defaultModel;
	}

	/**
	 * Everything that an address may begin with.
	 */
	Set<String> names() {
		return this.names;
	}

	/**
	 * Address that is asked.
	 * @param address the address, or {@code null} for the default
	 * @param whatIsMissing what to say where there is no default
	 * @param whatToDo what to do about it
	 * @return the address
	 */
	String asked(@Nullable String address, String whatIsMissing, String whatToDo) {
		String asked = (address != null) ? address : this.defaultModel;
		if (asked == null) {
			throw LlmException.builder(Reason.INVALID_REQUEST, whatIsMissing)
				.advice(whatToDo + " " + Alternatives.of(names()).sentence(""))
				.build();
		}
		return asked;
	}

	/**
	 * Finds the provider that an address names.
	 * @param asked the address
	 * @return the provider and the model, which is {@code null} only where the provider
	 * has no default either
	 */
	Target<E> find(String asked) {
		ModelAddress parsed = ModelAddress.parse(asked);
		Target<E> target = match(parsed);
		if (target == null) {
			throw LlmException
				.builder(Reason.MODEL_NOT_FOUND,
						"no provider" + ((this.names.size() == this.entries.size()) ? "" : " and no route")
								+ " is called '" + parsed.provider() + "'"
								+ (asked.equals(parsed.provider()) ? ""
										: ", which the model address '" + asked + "' names"))
				.advice(Alternatives.of(names()).sentence(parsed.provider()))
				.build();
		}
		return target;
	}

	/**
	 * The provider that an address names, if there is one.
	 */
	@Nullable Target<E> match(ModelAddress address) {
		E entry = this.entries.get(address.provider());
		if (entry != null) {
			return new Target<>(entry, (address.model() != null) ? address.model() : entry.model());
		}
		return (address.model() == null && this.only != null) ? new Target<>(this.only, address.provider()) : null;
	}

	/**
	 * What every kind of provider is addressed by.
	 */
	interface Entry {

		String id();

		@Nullable String model();

		boolean found();

	}

	/**
	 * What an address names.
	 *
	 * @param entry the provider
	 * @param model the model, or {@code null} for whatever the provider takes
	 * @param <E> the kind of entry
	 */
	record Target<E>(E entry, @Nullable String model) {
	}

}
