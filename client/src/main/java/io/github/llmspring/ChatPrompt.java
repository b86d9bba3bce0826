package io.github.llmspring;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.Resource;

/**
 * A request in the making, and the ways to get it answered.
 * <p>
 * Belongs to one caller and is not thread-safe. The ends of the sentence are
 * {@link #content()}, {@link #call()} and {@link #entity(Class)}, which block,
 * {@link #mono()} and {@link #stream()}, which do not. Each end can be used more than
 * once and sends a request each time.
 */
public final class ChatPrompt {

	private final ChatProvider provider;

	private final ChatRequest.Builder request = ChatRequest.builder();

	private final PromptMessages messages = new PromptMessages();

	private Set<String> residency = Set.of();

	private @Nullable OfferedTools tools;

	private Map<String, Object> toolContext = Map.of();

	private ChatOptions options = ChatOptions.NONE;

	private @Nullable Duration timeout;

	ChatPrompt(ChatProvider provider, @Nullable String model) {
		this.provider = provider;
		this.request.model(model);
	}

	/**
	 * Sets the rules of the conversation; they come before all messages.
	 * @param text the rules
	 * @return this prompt
	 */
	public ChatPrompt system(String text) {
		this.messages.system(text);
		return this;
	}

	/**
	 * Adds something that the user says. What was attached right before belongs to it.
	 * @param text the user's words
	 * @return this prompt
	 */
	public ChatPrompt user(String text) {
		this.messages.say(text);
		return this;
	}

	/**
	 * Shows the model images, documents, sounds or text files. They join what the user
	 * said right before, else what the user says next, in order.
	 * @param media the media
	 * @return this prompt
	 */
	public ChatPrompt attach(Media... media) {
		for (Media shown : media) {
			this.messages.show(shown);
		}
		return this;
	}

	/**
	 * Shows the model files. They are read at once, by the thread that calls this, so a
	 * thread that must not wait may only attach what is in memory.
	 * @param resources the files, such as uploaded ones
	 * @return this prompt
	 * @throws IllegalArgumentException if the type of one cannot be told
	 * @throws java.io.UncheckedIOException if one cannot be read
	 * @see Media#of(Resource)
	 */
	public ChatPrompt attach(Resource... resources) {
		for (Resource resource : resources) {
			this.messages.show(Media.of(resource));
		}
		return this;
	}

	/**
	 * Adds messages, such as earlier turns.
	 * @param messages the messages, oldest first
	 * @return this prompt
	 */
	public ChatPrompt messages(List<Message> messages) {
		this.messages.add(messages);
		return this;
	}

	/**
	 * Adds messages, such as earlier turns.
	 * @param messages the messages, oldest first
	 * @return this prompt
	 */
	public ChatPrompt messages(Message... messages) {
		return messages(List.of(messages));
	}

	/**
	 * Asks this model instead of the client's default.
	 * @param model a model address such as {@code openai/gpt-5-mini}, a provider's id or
	 * a route
	 * @return this prompt
	 */
	public ChatPrompt model(String model) {
		this.request.model(model);
		return this;
	}

	/**
	 * Goes on with an answer to this prompt that broke off. What had arrived of it goes
	 * along, so that the answer which follows is the rest: the whole is the text of
	 * {@link LlmException#partial()} and this one's. Calls of tools that had been run are
	 * not run again. Where the prompt had a {@link #timeout(Duration) timeout}, what is
	 * left of it holds.
	 * @param model a model address, a provider's id or a route
	 * @param failure how the answer broke off
	 * @return this prompt
	 * @throws IllegalArgumentException if no text had arrived, or the answer broke off
	 * amid calls of tools
	 * @throws LlmException if no time is left
	 */
	public ChatPrompt continueOn(String model, LlmException failure) {
		Continuation continuation = Continuation.of(failure);
		if (continuation.deadline() != null) {
			this.timeout = null;
			this.request.deadline(continuation.deadline());
		}
		return model(model).messages(continuation.messages());
	}

	/**
	 * Asks nothing but these of the models of a route.
	 * @param models model addresses, ids of providers, or names of routes within it
	 * @return this prompt
	 */
	public ChatPrompt only(String... models) {
		this.request.only(Set.of(models));
		return this;
	}

	/**
	 * Asks none of these of the models of a route.
	 * @param models model addresses, ids of providers, or names of routes within it
	 * @return this prompt
	 */
	public ChatPrompt not(String... models) {
		this.request.not(Set.of(models));
		return this;
	}

	/**
	 * Asks only a provider that has all of these words of residency, whatever model or
	 * route is asked. Where there is none, nothing is sent. Words given earlier are
	 * required as well.
	 * @param words such as {@code eu} or {@code zero-retention}, as configured under
	 * {@code llm.providers.<id>.residency}
	 * @return this prompt
	 */
	public ChatPrompt residency(String... words) {
		Set<String> extended = new HashSet<>(this.residency);
		extended.addAll(List.of(words));
		this.residency = extended;
		return this;
	}

	/**
	 * Sets how to answer; options given later win over those given earlier.
	 * @param options the options
	 * @return this prompt
	 */
	public ChatPrompt options(ChatOptions options) {
		this.options = options.orElse(this.options);
		return this;
	}

	/**
	 * Sets how much the model should think before it answers.
	 * @param effort the degree of thinking
	 * @return this prompt
	 */
	public ChatPrompt reasoning(ReasoningControl.Effort effort) {
		return options(ChatOptions.builder().reasoning(ReasoningControl.of(effort)).build());
	}

	/**
	 * Sets how much the model should think before it answers.
	 * @param tokens the most tokens to think; 0 for no thinking
	 * @return this prompt
	 */
	public ChatPrompt reasoning(int tokens) {
		return options(ChatOptions.builder().reasoning(ReasoningControl.ofTokens(tokens)).build());
	}

	/**
	 * Offers tools to the model: definitions, objects with annotated methods, and
	 * collections of these. A client that runs tools answers the calls of those that have
	 * a function; all other calls come back in {@link ChatResponse#toolCalls()}.
	 * @param sources where the tools come from
	 * @return this prompt
	 * @throws IllegalArgumentException if there are no tools in an object, or two of one
	 * name
	 */
	public ChatPrompt tools(Object... sources) {
		OfferedTools offered = (this.tools != null) ? this.tools : new OfferedTools();
		List.of(sources).forEach(offered::add);
		this.tools = offered;
		return this;
	}

	/**
	 * Gives something to the tools that the model does not see, such as who the user is.
	 * @param name the name that tools ask for it by
	 * @param value the value
	 * @return this prompt
	 */
	public ChatPrompt toolContext(String name, Object value) {
		return toolContext(Map.of(name, value));
	}

	/**
	 * Gives several things to the tools that the model does not see.
	 * @param values the values by the names that tools ask for them by
	 * @return this prompt
	 */
	public ChatPrompt toolContext(Map<String, ?> values) {
		Map<String, Object> extended = new HashMap<>(this.toolContext);
		extended.putAll(values);
		this.toolContext = extended;
		return this;
	}

	/**
	 * Continues a conversation: a client that keeps conversations puts the earlier
	 * messages before those given here, and keeps these and the answer when it is
	 * complete. System prompts are not kept: give them each time. A client
	 * {@link ChatClient#of(ChatProvider) of a bare provider} keeps none.
	 * @param id the conversation's id; whoever knows it can go on with the conversation
	 * @return this prompt
	 * @throws IllegalArgumentException if the id is blank
	 */
	public ChatPrompt conversation(String id) {
		if (id.isBlank()) {
			throw new IllegalArgumentException("The id of a conversation must not be blank");
		}
		this.request.conversation(id);
		return this;
	}

	/**
	 * Adds a word about the request for metrics and rules; it is never sent.
	 * @param name the tag's name
	 * @param value the tag's value
	 * @return this prompt
	 */
	public ChatPrompt tag(String name, String value) {
		this.request.tag(name, value);
		return this;
	}

	/**
	 * Limits the time of the whole call, counted from when it is sent.
	 * @param timeout the longest time to wait
	 * @return this prompt
	 */
	public ChatPrompt timeout(Duration timeout) {
		this.timeout = timeout;
		return this;
	}

	/**
	 * Waits for the answer and gives its text.
	 * @return the text, empty where the answer has none
	 * @throws LlmException if there is no answer
	 */
	public String content() {
		return call().content();
	}

	/**
	 * Waits for the answer.
	 * @return the answer
	 * @throws LlmException if there is no answer
	 */
	public ChatResponse call() {
		return Blocking.await(mono(), "call()");
	}

	/**
	 * Gives the answer when it is there. Each subscription sends a request.
	 * @return the answer, or an {@link LlmException}
	 */
	public Mono<ChatResponse> mono() {
		return ChatEvent.answer(prepared(false).events());
	}

	/**
	 * Waits for an answer of a type and gives its value. The model is told the type as a
	 * JSON Schema in the way it knows best; an answer that does not fit goes back to it
	 * with what is wrong, twice at most.
	 * @param type the type, such as a record
	 * @param <T> the type
	 * @return the value
	 * @throws LlmException if there is no answer, or none of the type
	 */
	public <T> T entity(Class<T> type) {
		return call(type).entity();
	}

	/**
	 * Waits for an answer of a type with type arguments and gives its value.
	 * @param type the type, such as a list of records
	 * @param <T> the type
	 * @return the value
	 * @throws LlmException if there is no answer, or none of the type
	 * @see #entity(Class)
	 */
	public <T> T entity(ParameterizedTypeReference<T> type) {
		return call(type).entity();
	}

	/**
	 * Waits for an answer of a type.
	 * @param type the type, such as a record
	 * @param <T> the type
	 * @return the value and the answer
	 * @throws LlmException if there is no answer, or none of the type
	 * @see #entity(Class)
	 */
	public <T> EntityResponse<T> call(Class<T> type) {
		return call(ParameterizedTypeReference.<T>forType(type));
	}

	/**
	 * Waits for an answer of a type with type arguments.
	 * @param type the type, such as a list of records
	 * @param <T> the type
	 * @return the value and the answer
	 * @throws LlmException if there is no answer, or none of the type
	 * @see #entity(Class)
	 */
	public <T> EntityResponse<T> call(ParameterizedTypeReference<T> type) {
		return Blocking.await(mono(type), "entity(..)");
	}

	/**
	 * Gives an answer of a type when it is there. Each subscription sends a request.
	 * @param type the type, such as a record
	 * @param <T> the type
	 * @return the value and the answer, or an {@link LlmException}
	 * @see #entity(Class)
	 */
	public <T> Mono<EntityResponse<T>> mono(Class<T> type) {
		return mono(ParameterizedTypeReference.<T>forType(type));
	}

	/**
	 * Gives an answer of a type with type arguments when it is there. Each subscription
	 * sends a request.
	 * @param type the type, such as a list of records
	 * @param <T> the type
	 * @return the value and the answer, or an {@link LlmException}
	 * @see #entity(Class)
	 */
	public <T> Mono<EntityResponse<T>> mono(ParameterizedTypeReference<T> type) {
		return prepared(false).entity(type);
	}

	/**
	 * Gives the answer piece by piece. Each subscription sends a request.
	 * @return the stream
	 */
	public ChatStream stream() {
		return new ChatStream(prepared(true));
	}

	private PreparedRequest prepared(boolean streaming) {
		ChatRequest ready = this.request.streaming(streaming)
			.messages(this.messages.all())
			.options(this.options)
			.tools((this.tools != null) ? this.tools.all() : List.of())
			.toolContext(this.toolContext)
			.residency(this.residency)
			.build();
		return new PreparedRequest(this.provider, ready, this.timeout);
	}

}
