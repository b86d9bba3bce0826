package io.github.llmspring.assembly;

import java.util.concurrent.Executor;
import java.util.function.Function;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.logging.CallLogging;
import io.github.llmspring.memory.ConversationMemory;
import io.github.llmspring.observation.Observations;
import io.github.llmspring.tools.ToolApproval;
import io.github.llmspring.tools.ToolLoopProvider;
import io.github.llmspring.tools.ToolLoopSettings;
import org.jspecify.annotations.Nullable;

/**
 * A client in the making: whom it asks, and what it is given for it. {@link Assembly}
 * begins one and knows the order in which all that surrounds what the client asks.
 */
public final class ClientAssembly {

	private final ChatProvider provider;

	private final Function<ChatRequest, @Nullable String> route;

	private ToolLoopSettings bounds = ToolLoopSettings.DEFAULTS;

	private ToolApproval approval = ToolApproval.ALL;

	private @Nullable Executor executor;

	private @Nullable ConversationMemory memory;

	private @Nullable CallLogging logging;

	private Observations observations = Observations.NONE;

	/**
	 * Begins a client.
	 * @param provider the one that it asks
	 * @param route tells the route that a request asks, if any
	 */
	ClientAssembly(ChatProvider provider, Function<ChatRequest, @Nullable String> route) {
		this.provider = provider;
		this.route = route;
	}

	/**
	 * Sets the bounds of the tool loop.
	 * @param bounds the bounds
	 * @return this assembly
	 */
	public ClientAssembly toolBounds(ToolLoopSettings bounds) {
		this.bounds = bounds;
		return this;
	}

	/**
	 * Sets who decides whether a call of a tool may run.
	 * @param approval decides
	 * @return this assembly
	 */
	public ClientAssembly toolApproval(ToolApproval approval) {
		this.approval = approval;
		return this;
	}

	/**
	 * Sets what runs the tools.
	 * @param executor runs them on threads that may block; {@code null} for virtual
	 * threads where Java has them and a bounded pool where not
	 * @return this assembly
	 */
	public ClientAssembly toolExecutor(@Nullable Executor executor) {
		this.executor = executor;
		return this;
	}

	/**
	 * Sets where conversations are kept.
	 * @param memory keeps them
	 * @return this assembly
	 */
	public ClientAssembly memory(ConversationMemory memory) {
		this.memory = memory;
		return this;
	}

	/**
	 * Sets how calls are logged: each turn of the model, whatever providers a route asked
	 * for it.
	 * @param logging how, or {@code null} for not at all
	 * @return this assembly
	 */
	public ClientAssembly logging(@Nullable CallLogging logging) {
		this.logging = logging;
		return this;
	}

	/**
	 * Sets who is told of calls, tools and what is asked for both.
	 * @param observations the observations
	 * @return this assembly
	 */
	public ClientAssembly observations(Observations observations) {
		this.observations = observations;
		return this;
	}

	/**
	 * Makes the client.
	 * @return the client
	 */
	public ChatClient client() {
		return Assembly.client(this);
	}

	ChatProvider provider() {
		return this.provider;
	}

	Function<ChatRequest, @Nullable String> route() {
		return this.route;
	}

	ToolLoopProvider toolLoop(ChatProvider calls) {
		return (this.executor != null) ? new ToolLoopProvider(calls, this.bounds, this.approval, this.executor)
				: new ToolLoopProvider(calls, this.bounds, this.approval);
	}

	ConversationMemory memory() {
		return (this.memory != null) ? this.memory : ConversationMemory.inMemory();
	}

	@Nullable CallLogging logging() {
		return this.logging;
	}

	Observations observations() {
		return this.observations;
	}

}
