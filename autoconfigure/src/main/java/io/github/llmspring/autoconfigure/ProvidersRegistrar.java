package io.github.llmspring.autoconfigure;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.routing.EmbeddingRouter;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/**
 * Registers a {@link ChatProvider} and a {@link ChatClient} for each configured provider,
 * the same for vectors, and a {@link ChatClient} for each route.
 * <p>
 * Reads the environment when the application starts, also after ahead-of-time processing:
 * the providers need not be known at build time. Public because generated code calls it.
 */
public class ProvidersRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		ConfiguredProviders configured = new ConfigurationReader(environment).read();
		registry.registerBean(ProviderBeanNames.CONFIGURED, ConfiguredProviders.class,
				(bean) -> bean.infrastructure().supplier((context) -> configured));
		configured.routes()
			.forEach((route) -> registry.registerBean(ProviderBeanNames.routeClient(route.name()), ChatClient.class,
					(bean) -> bean.fallback()
						.supplier((context) -> context.bean(ClientFactory.class).create(route.name()))));
		configured.byId().forEach((id, provider) -> {
			registry.registerBean(ProviderBeanNames.provider(id), ChatProvider.class,
					(bean) -> provider(bean, provider, configured.found().contains(id)));
			registry.registerBean(ProviderBeanNames.client(id), ChatClient.class,
					(bean) -> bean.fallback().supplier((context) -> context.bean(ClientFactory.class).create(id)));
			registry.registerBean(ProviderBeanNames.embeddingProvider(id), EmbeddingProvider.class,
					(bean) -> vectors(bean, provider, configured.found().contains(id)));
			registry.registerBean(ProviderBeanNames.embeddingClient(id), EmbeddingClient.class, (bean) -> bean
				.fallback()
				.supplier((context) -> EmbeddingClient.of(context.bean(EmbeddingRouter.class)::embed).withModel(id)));
		});
	}

	private static void provider(BeanRegistry.Spec<ChatProvider> bean, ConfiguredProvider provider, boolean found) {
		if (found) {
			bean.fallback();
		}
		bean.supplier((context) -> context.bean(RunningProviders.class).bean(provider));
	}

	private static void vectors(BeanRegistry.Spec<EmbeddingProvider> bean, ConfiguredProvider provider, boolean found) {
		if (found) {
			bean.fallback();
		}
		bean.supplier((context) -> context.bean(RunningProviders.class).embeddingBean(provider));
	}

}
