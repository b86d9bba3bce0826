package io.github.llmspring.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.github.llmspring.assembly.BreakerAssignment;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.BreakerSettings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.routing.EmbeddingRouter;
import io.github.llmspring.routing.ModelRouter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes providers and routers of a configuration that has changed, and lets them take the
 * place of the old ones once all of it is known to be right.
 */
final class RuntimeChange {

	private final ConfigurableListableBeanFactory beans;

	private final ConfigurableEnvironment environment;

	private final RunningProviders running;

	private final ModelRouter router;

	private final EmbeddingRouter vectors;

	private final Models models;

	RuntimeChange(ConfigurableListableBeanFactory beans, ConfigurableEnvironment environment, RunningProviders running,
			ModelRouter router, EmbeddingRouter vectors, Models models) {
		this.beans = beans;
		this.environment = environment;
		this.running = running;
		this.router = router;
		this.vectors = vectors;
		this.models = models;
	}

	/**
	 * Tells which providers connect with an SSL bundle.
	 * @param bundle the bundle's name
	 * @return what tells it of an id
	 */
	Predicate<String> connectingWith(String bundle) {
		return (id) -> this.running.current().configured().byId().get(id) instanceof ConfiguredProvider.Remote remote
				&& bundle.equals(remote.sslBundle());
	}

	/**
	 * Makes a change.
	 * @param laid the properties that count before those of the environment
	 * @param anew the ids of providers to make anew in any case
	 * @return what has changed
	 */
	LlmChange apply(Map<String, Object> laid, Predicate<String> anew) {
		ConfigurableEnvironment changed = new ChangedEnvironment(this.environment, laid);
		ConfigurationOrigins origins = ConfigurationOrigins.of(changed);
		ProviderSet before = this.running.current();
		ConfiguredProviders configured = new ConfigurationReader(changed).readAgain(before.configured());
		ProviderSet next = before.next(configured, anew);
		try {
			ModelRouter nextRouter = new RouterFactory(this.beans, next, this.running.health(), this.models, origins)
				.createNext();
			DefaultModelCheck check = new DefaultModelCheck(configured, origins);
			check.checkConfigured(nextRouter);
			if (this.router.defaultModel() != null) {
				check.require(nextRouter);
			}
			EmbeddingRouter nextVectors = new EmbeddingRouterFactory(this.beans, next, this.running.health(), origins)
				.create();
			take(before, next, nextRouter, nextVectors);
		}
		catch (RuntimeException ex) {
			next.close(before);
			throw ex;
		}
		before.close(next);
		return told(before, next);
	}

	/**
	 * Nothing here can fail.
	 */
	private void take(ProviderSet before, ProviderSet next, ModelRouter nextRouter, EmbeddingRouter nextVectors) {
		CandidateHealth health = this.running.health();
		before.retire(next);
		health.providers(next.ids());
		before.without(next).forEach(health::forget);
		Map<String, BreakerSettings> breakers = new HashMap<>();
		next.configured().byId().forEach((id, provider) -> {
			BreakerSettings breaker = provider.surroundings().circuitBreaker();
			if (breaker != null) {
				breakers.put(id, breaker);
			}
		});
		new BreakerAssignment(nextRouter, health).replace(breakers);
		this.running.replace(next);
		this.models.connect(ModelsFactory.services(next.configured()));
		if (next.configured().written().isSame(before.configured().written())) {
			this.router.renew(nextRouter);
		}
		else {
			this.router.adopt(nextRouter);
		}
		this.vectors.adopt(nextVectors);
	}

	private static LlmChange told(ProviderSet before, ProviderSet next) {
		Set<String> added = new TreeSet<>(next.ids());
		added.removeAll(before.ids());
		Set<String> removed = new TreeSet<>(before.ids());
		removed.removeAll(next.ids());
		Set<String> changed = new TreeSet<>(before.without(next));
		changed.removeAll(removed);
		Written old = before.configured().written();
		Written now = next.configured().written();
		return new LlmChange(added, changed, removed, !old.routing().equals(now.routing()),
				differences(old.others(), now.others()));
	}

	private static Set<String> differences(Map<String, @Nullable Object> before, Map<String, @Nullable Object> now) {
		Set<String> names = new TreeSet<>(before.keySet());
		names.addAll(now.keySet());
		names.removeIf((name) -> Objects.equals(before.get(name), now.get(name)));
		Set<String> full = new TreeSet<>();
		names.forEach((name) -> full.add("llm." + name));
		return full;
	}

}
