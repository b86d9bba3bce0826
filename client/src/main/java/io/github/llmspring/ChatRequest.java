package io.github.llmspring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What to ask a model: a conversation so far and how to answer it.
 */
public final class ChatRequest {

	private final @Nullable String model;

	private final List<Message> messages;

	private final ChatOptions options;

	private final List<ToolDefinition> tools;

	private final Map<String, Object> toolContext;

	private final @Nullable OutputFormat outputFormat;

	private final @Nullable String conversation;

	private final Map<String, String> tags;

	private final @Nullable Instant deadline;

	private final boolean streaming;

	private final Set<String> only;

	private final Set<String> not;

	private final Set<String> residency;

	private final @Nullable String route;

	private ChatRequest(Builder builder) {
		this.model = builder.model;
		this.messages = List.copyOf(builder.messages);
		this.options = builder.options;
		this.tools = List.copyOf(builder.tools);
		this.toolContext = Map.copyOf(builder.toolContext);
		this.outputFormat = builder.outputFormat;
		this.conversation = builder.conversation;
		this.tags = Map.copyOf(builder.tags);
		this.deadline = builder.deadline;
		this.streaming = builder.streaming;
		this.only = Set.copyOf(builder.only);
		this.not = Set.copyOf(builder.not);
		this.residency = Set.copyOf(builder.residency);
		this.route = builder.route;
	}

	private ChatRequest(ChatRequest request, @Nullable String model, @Nullable Instant deadline) {
		this.model = model;
		this.messages = request.messages;
		this.options = request.options;
		this.tools = request.tools;
		this.toolContext = request.toolContext;
		this.outputFormat = request.outputFormat;
		this.conversation = request.conversation;
		this.tags = request.tags;
		this.deadline = deadline;
		this.streaming = request.streaming;
		this.only = request.only;
		this.not = request.not;
		this.residency = request.residency;
		this.route = request.route;
	}

	/**
	 * Builder of a request.
	 * @return a builder with nothing set
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Copy of this request to change.
	 * @return a builder with everything set as here
	 */
	public Builder toBuilder() {
		Builder builder = new Builder();
		builder.model = this.model;
		builder.messages = this.messages;
		builder.options = this.options;
		builder.tools = this.tools;
		builder.toolContext = this.toolContext;
		builder.outputFormat = this.outputFormat;
		builder.conversation = this.conversation;
		builder.tags = this.tags;
		builder.deadline = this.deadline;
		builder.streaming = this.streaming;
		builder.only = this.only;
		builder.not = this.not;
		builder.residency = this.residency;
		builder.route = this.route;
		return builder;
	}

	/**
	 * Model to ask: before routing the text that was asked for, such as
	 * {@code openai/gpt-5-mini}; at a provider the model's name as the service knows it.
	 * @return the model, or {@code null} for the default
	 */
	public @Nullable String model() {
		return this.model;
	}

	/**
	 * The same request to another model.
	 * @param model the model, or {@code null} for the default
	 * @return the request
	 */
	public ChatRequest withModel(@Nullable String model) {
		return new ChatRequest(this, model, this.deadline);
	}

	/**
	 * Conversation so far, oldest first.
	 * @return the messages
	 */
	public List<Message> messages() {
		return this.messages;
	}

	/**
	 * How to answer.
	 * @return the options
	 */
	public ChatOptions options() {
		return this.options;
	}

	/**
	 * Tools that the model may ask for.
	 * @return the tools, possibly none
	 */
	public List<ToolDefinition> tools() {
		return this.tools;
	}

	/**
	 * What the application gives to its tools, past the model; never sent.
	 * @return the values by name, possibly none
	 */
	public Map<String, Object> toolContext() {
		return this.toolContext;
	}

	/**
	 * Form that the answer must have.
	 * @return the form, or {@code null} for free text
	 */
	public @Nullable OutputFormat outputFormat() {
		return this.outputFormat;
	}

	/**
	 * Conversation that the messages continue; never sent.
	 * @return the conversation's id, or {@code null} where the messages are all there is
	 */
	public @Nullable String conversation() {
		return this.conversation;
	}

	/**
	 * Words of the caller about the request, for metrics and rules; never sent.
	 * @return the tags by name, possibly none
	 */
	public Map<String, String> tags() {
		return this.tags;
	}

	/**
	 * When the whole call must be over, everything included.
	 * @return the deadline, or {@code null} where only the provider's own limit holds
	 */
	public @Nullable Instant deadline() {
		return this.deadline;
	}

	/**
	 * The same request with another deadline.
	 * @param deadline when the whole call must be over
	 * @return the request
	 */
	public ChatRequest withDeadline(Instant deadline) {
		return new ChatRequest(this, this.model, deadline);
	}

	/**
	 * Whether the answer is wanted in pieces as it is made.
	 * @return whether to stream
	 */
	public boolean streaming() {
		return this.streaming;
	}

	/**
	 * What alone may be asked of the models of a route: model addresses, ids of providers
	 * and names of routes within it.
	 * @return the words, none where all may be asked
	 */
	public Set<String> only() {
		return this.only;
	}

	/**
	 * What must not be asked of the models of a route: model addresses, ids of providers
	 * and names of routes within it.
	 * @return the words, possibly none
	 */
	public Set<String> not() {
		return this.not;
	}

	/**
	 * Words of residency that a provider must have to be asked, be it named or one of a
	 * route.
	 * @return the words, possibly none
	 */
	public Set<String> residency() {
		return this.residency;
	}

	/**
	 * Route that chose the provider; never sent.
	 * @return the route's name, or {@code null} where the provider was asked for by its
	 * own address
	 */
	public @Nullable String route() {
		return this.route;
	}

	/**
	 * Builder of a {@link ChatRequest}; each method sets what the accessor of the same
	 * name describes.
	 */
	public static final class Builder {

		private @Nullable String model;

		private List<Message> messages = List.of();

		private ChatOptions options = ChatOptions.NONE;

		private List<ToolDefinition> tools = List.of();

		private Map<String, Object> toolContext = Map.of();

		private @Nullable OutputFormat outputFormat;

		private @Nullable String conversation;

		private Map<String, String> tags = Map.of();

		private @Nullable Instant deadline;

		private boolean streaming;

		private Set<String> only = Set.of();

		private Set<String> not = Set.of();

		private Set<String> residency = Set.of();

		private @Nullable String route;

		private Builder() {
		}

		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		public Builder messages(List<Message> messages) {
			this.messages = messages;
			return this;
		}

		public Builder message(Message message) {
			List<Message> extended = new ArrayList<>(this.messages);
			extended.add(message);
			this.messages = extended;
			return this;
		}

		public Builder options(ChatOptions options) {
			this.options = options;
			return this;
		}

		public Builder tools(List<ToolDefinition> tools) {
			this.tools = tools;
			return this;
		}

		public Builder toolContext(Map<String, Object> toolContext) {
			this.toolContext = toolContext;
			return this;
		}

		public Builder outputFormat(@Nullable OutputFormat outputFormat) {
			this.outputFormat = outputFormat;
			return this;
		}

		public Builder conversation(@Nullable String conversation) {
			this.conversation = conversation;
			return this;
		}

		public Builder tag(String name, String value) {
			Map<String, String> extended = new LinkedHashMap<>(this.tags);
			extended.put(name, value);
			this.tags = extended;
			return this;
		}

		public Builder deadline(@Nullable Instant deadline) {
			this.deadline = deadline;
			return this;
		}

		public Builder streaming(boolean streaming) {
			this.streaming = streaming;
			return this;
		}

		public Builder only(Set<String> only) {
			this.only = only;
			return this;
		}

		public Builder not(Set<String> not) {
			this.not = not;
			return this;
		}

		public Builder residency(Set<String> residency) {
			this.residency = residency;
			return this;
		}

		public Builder route(@Nullable String route) {
			this.route = route;
			return this;
		}

		public ChatRequest build() {
			return new ChatRequest(this);
		}

	}

}
