package io.github.llmspring;

/**
 * A way to talk to language models that does not say which.
 * <p>
 * Thread-safe and meant to be shared. Which model answers is a matter of configuration:
 * the application's default, unless a prompt or a {@link #withModel(String) view} names
 * another.
 *
 * <pre class="code">
 * String joke = client.prompt("Tell me a joke.").content();
 * </pre>
 */
public interface ChatClient {

	/**
	 * Begins a prompt.
	 * @return an empty prompt
	 */
	ChatPrompt prompt();

	/**
	 * Begins a prompt with what the user says.
	 * @param user the user's words
	 * @return a prompt with one message
	 */
	default ChatPrompt prompt(String user) {
		return prompt().user(user);
	}

	/**
	 * View of this client that asks another model by default.
	 * @param model a model address such as {@code openai/gpt-5-mini}, a provider's id or
	 * a route
	 * @return a client that shares everything else with this one
	 */
	ChatClient withModel(String model);

	/**
	 * Client of one provider, with nothing around it: calls of tools come back to the
	 * caller. {@link io.github.llmspring.tools.ToolLoopProvider} is a provider that runs
	 * them.
	 * @param provider the provider that gets every request
	 * @return a client
	 */
	static ChatClient of(ChatProvider provider) {
		return new DefaultChatClient(provider, null);
	}

}
