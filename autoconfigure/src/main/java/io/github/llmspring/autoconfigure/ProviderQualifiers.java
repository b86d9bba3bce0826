package io.github.llmspring.autoconfigure;

import java.util.List;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingProvider;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.aot.AbstractAotProcessor;

/**
 * Lets beans of providers and routes be injected by {@code @Qualifier("<id>")}, and takes
 * back those that the application brings itself.
 * <p>
 * A bean of the application counts where its type fits and its name is the id. Nothing
 * happens during ahead-of-time processing, since the beans are registered anew when the
 * application starts.
 */
final class ProviderQualifiers implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			return;
		}
		ConfiguredProviders configured = new ConnectedProviders(beans).addTo(beans.getBean(ConfiguredProviders.class));
		List<String> ownProviders = ProviderBeanNames.ofApplication(beans, ChatProvider.class);
		List<String> ownVectors = ProviderBeanNames.ofApplication(beans, EmbeddingProvider.class);
		requireBrought(configured, ownProviders, ownVectors);
		List<String> ownClients = ProviderBeanNames.ofApplication(beans, ChatClient.class);
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
		boolean standsBack = configured.fallback() && !ownProviders.isEmpty();
		for (String id : configured.byId().keySet()) {
			boolean absent = configured.isBrought(id) && !ownProviders.contains(id);
			qualify(registry, ProviderBeanNames.provider(id), id, standsBack || absent || ownProviders.contains(id));
			qualify(registry, ProviderBeanNames.client(id), id, standsBack || absent || ownClients.contains(id));
		}
		configured.routes()
			.forEach((route) -> qualify(registry, ProviderBeanNames.routeClient(route.name()), route.name(),
					ownClients.contains(route.name())));
		embeddings(beans, configured, ownVectors);
		for (String id : ownProviders) {
			if (!registry.containsBeanDefinition(ProviderBeanNames.client(id)) && !ownClients.contains(id)) {
				registry.registerBeanDefinition(ProviderBeanNames.client(id), client(beans, id));
				qualify(registry, ProviderBeanNames.client(id), id, false);
			}
		}
	}

	/**
	 * Refuses a provider of which nothing says what it is: neither its type nor its id,
	 * nor a bean.
	 */
	private static void requireBrought(ConfiguredProviders configured, List<String> answers, List<String> vectors) {
		configured.byId().values().forEach((provider) -> {
			if (provider instanceof ConfiguredProvider.Brought brought && !answers.contains(brought.id())
					&& !vectors.contains(brought.id())) {
				throw brought.unknown();
			}
		});
	}

	/**
	 * Likewise for vectors. A client of a provider of the application is a bean that the
	 * application makes with {@code EmbeddingClient.of(provider)}.
	 */
	private static void embeddings(ConfigurableListableBeanFactory beans, ConfiguredProviders configured,
			List<String> ownProviders) {
		List<String> ownClients = ProviderBeanNames.ofApplication(beans, EmbeddingClient.class);
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
		boolean standsBack = configured.fallback() && !ownProviders.isEmpty();
		for (String id : configured.byId().keySet()) {
			String provider = ProviderBeanNames.embeddingProvider(id);
			String client = ProviderBeanNames.embeddingClient(id);
			boolean absent = configured.isBrought(id) && !ownProviders.contains(id);
			qualify(registry, provider, id, standsBack || absent || ownProviders.contains(id));
			qualify(registry, client, id, standsBack || absent || ownClients.contains(id));
		}
	}

	private static void qualify(BeanDefinitionRegistry registry, String bean, String id, boolean replaced) {
		if (replaced) {
			registry.removeBeanDefinition(bean);
			return;
		}
		AbstractBeanDefinition definition = (AbstractBeanDefinition) registry.getBeanDefinition(bean);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, id));
		definition.setDefaultCandidate(
				!bean.equals(ProviderBeanNames.client(id)) && !bean.equals(ProviderBeanNames.embeddingClient(id))
						&& !bean.equals(ProviderBeanNames.routeClient(id)));
	}

	private static RootBeanDefinition client(ConfigurableListableBeanFactory beans, String id) {
		RootBeanDefinition client = new RootBeanDefinition(ChatClient.class,
				() -> beans.getBean(ClientFactory.class).create(id));
		client.setFallback(true);
		return client;
	}

}
