package io.github.llmspring.autoconfigure;

import java.util.Arrays;
import java.util.List;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Names of the beans of configured providers, in a space that no application uses.
 */
final class ProviderBeanNames {

	/**
	 * Name of the bean of all that is configured.
	 */
	static final String CONFIGURED = "llm.configuredProviders";

	private static final String PREFIX = "llm.provider.";

	private static final String ROUTE = "llm.route.";

	private static final String PROVIDER = ".chatProvider";

	private static final String CLIENT = ".chatClient";

	private static final String EMBEDDING_PROVIDER = ".embeddingProvider";

	private static final String EMBEDDING_CLIENT = ".embeddingClient";

	private ProviderBeanNames() {
	}

	static String provider(String id) {
		return PREFIX + id + PROVIDER;
	}

	static String client(String id) {
		return PREFIX + id + CLIENT;
	}

	static String embeddingProvider(String id) {
		return PREFIX + id + EMBEDDING_PROVIDER;
	}

	static String embeddingClient(String id) {
		return PREFIX + id + EMBEDDING_CLIENT;
	}

	/**
	 * Bean of the client of a route.
	 * @param route the route's name
	 * @return the name
	 */
	static String routeClient(String route) {
		return ROUTE + route + CLIENT;
	}

	/**
	 * All beans of a provider.
	 * @param id the provider's id
	 * @return the names
	 */
	static List<String> of(String id) {
		return List.of(provider(id), client(id), embeddingProvider(id), embeddingClient(id));
	}

	/**
	 * Beans of a type that the application brings and lets be injected.
	 * @param beans the beans
	 * @param type the type
	 * @return the names
	 */
	static List<String> ofApplication(ConfigurableListableBeanFactory beans, Class<?> type) {
		return Arrays.stream(beans.getBeanNamesForType(type, true, false))
			.filter((name) -> !name.startsWith(PREFIX) && !name.startsWith(ROUTE))
			.filter((name) -> !beans.containsBeanDefinition(name)
					|| beans.getBeanDefinition(name).isAutowireCandidate())
			.toList();
	}

}
