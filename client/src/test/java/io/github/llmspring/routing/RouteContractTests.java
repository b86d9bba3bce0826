package io.github.llmspring.routing;

import java.util.List;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.DecoratorContract;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.health.CandidateHealth;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

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

	/**
	 * A route is no provider: each of those it asks has models of its own, of which it
	 * names some.
	 */
	@Test
	@Override
	protected void modelsAreThoseOfTheProviderInside() {
		ModelRouter router = new ModelRouter(List.of(new ProviderEntry("sim", (request) -> Flux.empty(), null)),
				List.of(Route.builder("smart").models("sim/m").build()), null, new CandidateHealth());
		assertThat(router.candidates("smart")).containsExactly(new ModelAddress("sim", "m"));
	}

}
