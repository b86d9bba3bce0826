package io.github.llmspring.health;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelAddress;

/**
 * Providers that were switched off by hand. Nothing is sent to one, not even as a last
 * resort, until it is switched on again, the configuration changes or the application
 * starts anew.
 */
public final class ProviderSwitches {

	private volatile Set<String> off = Set.of();

	/**
	 * All providers are on.
	 */
	public ProviderSwitches() {
	}

	/**
	 * Switches a provider off.
	 * @param provider the provider's id
	 */
	public void off(String provider) {
		change((off) -> off.add(provider));
	}

	/**
	 * Switches a provider on again.
	 * @param provider the provider's id
	 */
	public void on(String provider) {
		change((off) -> off.remove(provider));
	}

	/**
	 * Switches all providers on again.
	 */
	public void allOn() {
		change(Set::clear);
	}

	private synchronized void change(Consumer<Set<String>> change) {
		Set<String> changed = new HashSet<>(this.off);
		change.accept(changed);
		this.off = Set.copyOf(changed);
	}

	/**
	 * Whether a provider is switched off.
	 * @param provider the provider's id
	 * @return whether it is
	 */
	public boolean isOff(String provider) {
		Set<String> current = this.off;
		return !current.isEmpty() && current.contains(provider);
	}

	/**
	 * Providers that are switched off.
	 * @return the ids in alphabetical order
	 */
	public Set<String> off() {
		return new TreeSet<>(this.off);
	}

	/**
	 * Why nothing is sent to a provider that is off.
	 * @param address the provider and the model
	 * @return the failure
	 */
	public LlmException refusal(ModelAddress address) {
		return LlmException.builder(Reason.CIRCUIT_OPEN, "nothing was sent, the provider was disabled by hand")
			.provider(address.provider())
			.model(address.model())
			.advice("Enable it, or ask another model.")
			.build();
	}

}
