package io.github.llmspring.assembly;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executor;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.entity.MendingProvider;
import io.github.llmspring.memory.ConversationMemory;
import io.github.llmspring.memory.ConversationProvider;
import io.github.llmspring.resilience.DeadlineProvider;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.tools.ToolApproval;
import io.github.llmspring.tools.ToolLoopProvider;
import io.github.llmspring.tools.ToolLoopSettings;
import org.jspecify.annotations.Nullable;

/**
 * Puts providers, what surrounds them and the client together; the only place that knows
 * the order.
 *
 * <pre>
 * ChatClient
 *   -&gt; conversation                   what was said before? then it is remembered
 *     -&gt; mending                      does the answer have its form? if not, again
 *       -&gt; tool loop                  does the model want tools to be run? then again
 *         -&gt; router                     which provider has the model?
 *           -&gt; per provider: deadline   is there time left?
 *             -&gt; provider               encode, send, frame, decode
 * </pre>
 *
 * The conversation is outermost, so that it is remembered once, with all turns of the
 * tools, and only if the answer is complete and has its form.
 * <p>
 * Each turn of the tool loop is a request that goes down once, and whose events come up
 * once. The loop is next, so that a route chooses, and a provider fails and is retried,
 * turn by turn: no tool runs twice for it. It sets the deadline of the whole answer,
 * which every turn below keeps to, and costs nothing where a request has no tools to run.
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
	 * Client that asks a router, runs tools within the default bounds and remembers
	 * conversations in this process.
	 * @param router the router
	 * @return the client
	 */
	public static ChatClient client(ModelRouter router) {
		return client(router, ToolLoopSettings.DEFAULTS, ToolApproval.ALL);
	}

	/**
	 * Client that asks a router, runs tools and remembers conversations in this process.
	 * @param router the router
	 * @param settings the bounds of the tool loop
	 * @param approval decides whether a call of a tool may run
	 * @return the client
	 */
	public static ChatClient client(ModelRouter router, ToolLoopSettings settings, ToolApproval approval) {
		return client(router, settings, approval, ConversationMemory.inMemory());
	}

	/**
	 * Client that asks a router, runs tools and remembers conversations.
	 * @param router the router
	 * @param settings the bounds of the tool loop
	 * @param approval decides whether a call of a tool may run
	 * @param memory where conversations are kept
	 * @return the client
	 */
	public static ChatClient client(ModelRouter router, ToolLoopSettings settings, ToolApproval approval,
			ConversationMemory memory) {
		return client(router::send, settings, approval, memory);
	}

	private static ChatClient client(ChatProvider provider, ToolLoopSettings settings, ToolApproval approval,
			ConversationMemory memory) {
		return ChatClient.of(new ConversationProvider(
				new MendingProvider(new ToolLoopProvider(provider, settings, approval)), memory));
	}

	/**
	 * Client that asks a router, and runs tools on threads of the caller.
	 * @param router the router
	 * @param settings the bounds of the tool loop
	 * @param approval decides whether a call of a tool may run
	 * @param executor runs the tools, on threads that may block
	 * @return the client
	 */
	public static ChatClient client(ModelRouter router, ToolLoopSettings settings, ToolApproval approval,
			Executor executor) {
		return ChatClient.of(new MendingProvider(new ToolLoopProvider(router::send, settings, approval, executor)));
	}

	/**
	 * Client of a single provider, for programs that need no router. It runs tools within
	 * the default bounds and remembers conversations in this process.
	 * @param provider the provider
	 * @return the client
	 */
	public static ChatClient client(ChatProvider provider) {
		return client(provider, ConversationMemory.inMemory());
	}

	/**
	 * Client of a single provider, for programs that need no router. It runs tools within
	 * the default bounds and remembers conversations.
	 * @param provider the provider
	 * @param memory where conversations are kept
	 * @return the client
	 */
	public static ChatClient client(ChatProvider provider, ConversationMemory memory) {
		return client(provider, ToolLoopSettings.DEFAULTS, ToolApproval.ALL, memory);
	}

}
