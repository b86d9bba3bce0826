package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.Map;

import io.github.llmspring.ModelAddress;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;

import org.springframework.core.env.Environment;

/**
 * Checks that the default model can be asked, as soon as all providers are known.
 */
final class DefaultModelCheck {

	private static final String PROPERTY = "llm.default-model";

	private final ConfiguredProviders configured;

	private final ConfigurationOrigins origins;

	DefaultModelCheck(ConfiguredProviders configured, Environment environment) {
		this(configured, ConfigurationOrigins.of(environment));
	}

	DefaultModelCheck(ConfiguredProviders configured, ConfigurationOrigins origins) {
		this.configured = configured;
		this.origins = origins;
	}

	/**
	 * Checks the default model, if one is configured.
	 * @param router the router among all providers
	 */
	void checkConfigured(ModelRouter router) {
		String address = this.configured.defaultModel();
		if (address == null) {
			return;
		}
		if (router.routes().contains(address)) {
			return;
		}
		Map<String, ProviderEntry> providers = router.entries();
		ModelAddress parsed = ModelAddress.parse(address);
		ProviderEntry named = providers.get(parsed.provider());
		boolean choosesItself = !this.configured.needsModel(parsed.provider());
		new AddressCheck(this.origins, PROPERTY).requireProvider(address, providers.keySet(), router.routes(),
				router.only() != null, this.configured.standsIn(providers.keySet()));
		if (named != null && parsed.model() == null && named.model() == null && !choosesItself) {
			throw this.origins.invalid(PROPERTY, address, "The provider '" + named.id() + "' has no model.",
					"Set llm.providers." + named.id() + ".model, or name a model here: '" + named.id() + "/<model>'.");
		}
	}

	/**
	 * Checks that it is known which model answers where a request names none.
	 * @param router the router among all providers
	 */
	void require(ModelRouter router) {
		if (router.defaultModel() == null) {
			List<String> ids = router.entries().keySet().stream().sorted().toList();
			throw this.origins.invalid(PROPERTY, null,
					"It is not set, and there is more than one provider: " + String.join(", ", ids) + ".",
					"Set it to the id of a provider that has a model, or to a model address such as '" + ids.get(0)
							+ "/<model>'" + routes(router) + ".");
		}
	}

	private static String routes(ModelRouter router) {
		return router.routes().isEmpty() ? "" : ", or to a route: " + String.join(", ", router.routes());
	}

}
