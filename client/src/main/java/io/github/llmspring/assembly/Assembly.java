package io.github.llmspring.assembly;

import java.time.Duration;
import java.util.Collection;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.resilience.DeadlineProvider;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import org.jspecify.annotations.Nullable;

/**
 * Puts providers, what surrounds them and the client together; the only place that knows
 * the order.
 *
 * <pre>
 * ChatClient
 *   -&gt; router                       which provider has the model?
 *     -&gt; per provider: deadline     is there time left?
 *       -&gt; provider                 encode, send, frame, decode
 * </pre>
 *
 * A request goes down once, its events come up once.
 */
public final class Assembly {

	private Assembly() {
	}

	/**
	 * Surrounds a provider with what every provider gets.
	 * @param id the provider's id
	 * @param provider the bare provider
	 * @param total the longest time of a call
	 * @return the provider that applications see
	 */
	public static ChatProvider surround(String id, ChatProvider provider, Duration total) {
		return new DeadlineProvider(id, provider, total);
	}

	/**
	 * Router among surrounded providers.
	 * @param entries the providers
	 * @param defaultModel the address that is asked where a request names none, or
	 * {@code null}
	 * @return the router
	 */
	public static ModelRouter router(Collection<ProviderEntry> entries, @Nullable String defaultModel) {
		return new ModelRouter(entries, defaultModel);
	}

	/**
	 * Client that asks a router.
	 * @param router the router
	 * @return the client
	 */
	public static ChatClient client(ModelRouter router) {
		return ChatClient.of(router::send);
	}

}
