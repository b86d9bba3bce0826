package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import io.github.llmspring.Secret;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.function.SingletonSupplier;

/**
 * Keys and passwords of the providers, and those that were replaced. It knows where to
 * look before the first call, so that calls that end while the application does are
 * redacted, too.
 */
final class KnownSecrets implements Supplier<List<Secret>>, SmartInitializingSingleton {

	private final SingletonSupplier<RunningProviders> running;

	KnownSecrets(ObjectProvider<RunningProviders> providers) {
		this.running = SingletonSupplier.ofNullable(providers::getIfAvailable);
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.running.get();
	}

	@Override
	public List<Secret> get() {
		RunningProviders found = this.running.get();
		return (found != null) ? found.secrets() : List.of();
	}

}
