package io.github.llmspring.autoconfigure;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.routing.EmbeddingRouter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.env.Environment;

/**
 * Adds a provider for each {@link LlmConnectionDetails} of a service that is not
 * configured. The beans of details are known later than configuration is read.
 */
final class ConnectedProviders {

	private final ConfigurableListableBeanFactory beans;

	private final BeanDefinitionRegistry registry;

	ConnectedProviders(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
		this.registry = (BeanDefinitionRegistry) beans;
	}

	/**
	 * Adds the providers to what is configured.
	 * @param configured what is configured
	 * @return everything
	 */
	ConfiguredProviders addTo(ConfiguredProviders configured) {
		Map<String, ConfiguredProvider> connected = connected(configured);
		if (connected.isEmpty()) {
			return configured;
		}
		Map<String, ConfiguredProvider> byId = new LinkedHashMap<>(configured.byId());
		if (configured.fallback()) {
			byId.keySet().forEach(this::remove);
			byId.clear();
		}
		byId.putAll(connected);
		Set<String> found = new HashSet<>(configured.found());
		found.addAll(connected.keySet());
		ConfiguredProviders all = new ConfiguredProviders(byId, configured.defaultModel(),
				configured.defaultEmbeddingModel(), false, found, configured.routes(), configured.required(),
				configured.written());
		connected.forEach(this::register);
		this.registry.removeBeanDefinition(ProviderBeanNames.CONFIGURED);
		this.registry.registerBeanDefinition(ProviderBeanNames.CONFIGURED,
				definition(ConfiguredProviders.class, () -> all, false));
		return all;
	}

	private Map<String, ConfiguredProvider> connected(ConfiguredProviders configured) {
		Map<String, ConfiguredProvider> connected = new LinkedHashMap<>();
		Arrays.stream(this.beans.getBeanNamesForType(LlmConnectionDetails.class, true, false))
			.map((name) -> details(name).service())
			.filter((id) -> configured.fallback() || !configured.byId().containsKey(id))
			.forEach((id) -> connected.computeIfAbsent(id,
					new ConfigurationReader(this.beans.getBean(Environment.class))::unconfigured));
		return connected;
	}

	/**
	 * Details not yet made a bean where that can be avoided: it would make a bean of the
	 * container as well, before those can see it who start containers.
	 */
	private LlmConnectionDetails details(String name) {
		Supplier<?> supplier = supplier(name);
		return (supplier != null && supplier.get() instanceof LlmConnectionDetails details) ? details
				: this.beans.getBean(name, LlmConnectionDetails.class);
	}

	private @Nullable Supplier<?> supplier(String name) {
		return (this.registry.containsBeanDefinition(name)
				&& this.registry.getBeanDefinition(name) instanceof AbstractBeanDefinition definition)
						? definition.getInstanceSupplier() : null;
	}

	private void remove(String id) {
		ProviderBeanNames.of(id).forEach(this.registry::removeBeanDefinition);
	}

	private void register(String id, ConfiguredProvider provider) {
		this.registry.registerBeanDefinition(ProviderBeanNames.provider(id),
				definition(ChatProvider.class, () -> this.beans.getBean(RunningProviders.class).bean(provider), true));
		this.registry.registerBeanDefinition(ProviderBeanNames.client(id),
				definition(ChatClient.class, () -> this.beans.getBean(ClientFactory.class).create(id), true));
		this.registry.registerBeanDefinition(ProviderBeanNames.embeddingProvider(id),
				definition(EmbeddingProvider.class,
						() -> this.beans.getBean(RunningProviders.class).embeddingBean(provider), true));
		this.registry.registerBeanDefinition(ProviderBeanNames.embeddingClient(id), definition(EmbeddingClient.class,
				() -> EmbeddingClient.of(this.beans.getBean(EmbeddingRouter.class)::embed).withModel(id), true));
	}

	private static <T> RootBeanDefinition definition(Class<T> type, Supplier<T> supplier, boolean fallback) {
		RootBeanDefinition definition = new RootBeanDefinition(type, supplier);
		definition.setFallback(fallback);
		return definition;
	}

}
