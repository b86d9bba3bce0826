package io.github.llmspring.routing;

import java.util.List;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.DecoratorContract;
import io.github.llmspring.health.CandidateHealth;

/**
 * The contract of a provider, for a route.
 */
class RouteContractTests extends DecoratorContract {

	@Override
	protected ChatProvider around(ChatProvider provider) {
		Route route = Route.builder("smart").models("sim/m", "spare/m").build();
		return (request) -> new ModelRouter(
				List.of(new ProviderEntry("sim", provider, null), new ProviderEntry("spare", provider, null)),
				List.of(route), null, new CandidateHealth())
			.send(request.toBuilder().model("smart").build());
	}

}
