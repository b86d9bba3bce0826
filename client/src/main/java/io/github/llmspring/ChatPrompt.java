package io.github.llmspring;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.Resource;

/**
 * A request in the making, and the ways to get it answered.
 * <p>
 * Belongs to one caller and is not thread-safe. The ends of the sentence are
 * {@link #content()} and {@link #call()}, which block, {@link #mono()} and
 * {@link #stream()}, which do not. Each end can be used more than once and sends a
 * request each time.
 */
public final class ChatPrompt {

	private final ChatProvider provider;

	private final ChatRequest.Builder request = ChatRequest.builder();

	private final List<Message> messages = new ArrayList<>();

	private final OfferedTools tools = new OfferedTools();

	private final Map<String, Object> toolContext = new HashMap<>();

	/**
	 * Whether the last message is one that {@link #user} or {@link #attach} began.
	 */
	private boolean userSpeaks;

	private @Nullable String system;

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
		this.system = text;
		return this;
	}

	/**
	 * Adds something that the user says. What was attached right before belongs to it.
	 * @param text the user's words
	 * @return this prompt
	 */
	public ChatPrompt user(String text) {
		if (this.userSpeaks && lastMessage().pieces(Content.Text.class).isEmpty()) {
			say(new Content.Text(text));
		}
		else {
			this.messages.add(Message.user(text));
			this.userSpeaks = true;
		}
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
			say(shown);
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
			say(Media.of(resource));
		}
		return this;
	}

	private void say(Content content) {
		if (!this.userSpeaks) {
			this.messages.add(Message.of(Role.USER, content));
			this.userSpeaks = true;
			return;
		}
		List<Content> extended = new ArrayList<>(lastMessage().content());
		extended.add(content);
		this.messages.set(this.messages.size() - 1, new Message(Role.USER, extended));
	}

	private Message lastMessage() {
		return this.messages.get(this.messages.size() - 1);
	}

	/**
	 * Adds messages, such as earlier turns.
	 * @param messages the messages, oldest first
	 * @return this prompt
	 */
	public ChatPrompt messages(List<Message> messages) {
		this.messages.addAll(messages);
		this.userSpeaks = false;
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
	 * @param model a model address such as {@code openai/gpt-5-mini}, or a provider's id
	 * @return this prompt
	 */
	public ChatPrompt model(String model) {
		this.request.model(model);
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
		List.of(sources).forEach(this.tools::add);
		return this;
	}

	/**
	 * Gives something to the tools that the model does not see, such as who the user is.
	 * @param name the name that tools ask for it by
	 * @param value the value
	 * @return this prompt
	 */
	public ChatPrompt toolContext(String name, Object value) {
		this.toolContext.put(name, value);
		return this;
	}

	/**
	 * Gives several things to the tools that the model does not see.
	 * @param values the values by the names that tools ask for them by
	 * @return this prompt
	 */
	public ChatPrompt toolContext(Map<String, ?> values) {
		this.toolContext.putAll(values);
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
		return send(this.request.streaming(false)).last().map((event) -> ((ChatEvent.Completed) event).response());
	}

	/**
	 * Gives the answer piece by piece. Each subscription sends a request.
	 * @return the stream
	 */
	public ChatStream stream() {
		return new ChatStream(send(this.request.streaming(true)));
	}

	private Flux<ChatEvent> send(ChatRequest.Builder builder) {
		List<Message> conversation = new ArrayList<>(this.messages.size() + 1);
		if (this.system != null) {
			conversation.add(Message.system(this.system));
		}
		conversation.addAll(this.messages);
		ChatRequest ready = builder.messages(conversation)
			.options(this.options)
			.tools(this.tools.all())
			.toolContext(this.toolContext)
			.build();
		Duration limit = this.timeout;
		Flux<ChatEvent> events = (limit == null) ? this.provider.send(ready)
				: Flux.defer(() -> this.provider.send(ready.toBuilder().deadline(Instant.now().plus(limit)).build()));
		return events.contextCapture();
	}

}
