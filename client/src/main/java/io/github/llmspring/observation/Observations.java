package io.github.llmspring.observation;

import java.util.function.Function;
import java.util.function.LongSupplier;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.observation.ObservationNames.Generation;
import io.github.llmspring.redaction.Redactor;
import io.github.llmspring.tools.ToolCaller;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Lets what a call does be observed: puts something around providers and tools that tells
 * an {@link ObservationRegistry}.
 * <p>
 * Without a registry nothing is put around anything, and with one that has no handlers
 * nothing is done for a call.
 */
public final class Observations {

	/**
	 * Nothing is observed.
	 */
	public static final Observations NONE = builder(ObservationRegistry.NOOP).build();

	private final ObservationKind<ChatObservationContext> chats;

	private final ObservationKind<EmbeddingObservationContext> embeddings;

	private final ObservationKind<CallObservationContext> calls;

	private final ObservationKind<ToolLoopObservationContext> loops;

	private final ObservationKind<ToolObservationContext> tools;

	private final @Nullable ChunkTimes chunkTimes;

	private final @Nullable Redactor content;

	private final LongSupplier ticker;

	private final boolean none;

	private Observations(Builder builder) {
		ObservationRegistry registry = builder.registry;
		this.none = registry == ObservationRegistry.NOOP;
		this.chats = new ObservationKind<>(registry, builder.chats, new ChatObservationConvention(builder.generation));
		this.embeddings = new ObservationKind<>(registry, builder.embeddings,
				new EmbeddingObservationConvention(builder.generation));
		this.calls = new ObservationKind<>(registry, builder.calls, new CallObservationConvention());
		this.loops = new ObservationKind<>(registry, builder.loops, new ToolLoopObservationConvention());
		this.tools = new ObservationKind<>(registry, builder.tools, new ToolObservationConvention());
		this.chunkTimes = builder.chunkTimes;
		this.content = builder.content;
		this.ticker = builder.ticker;
	}

	/**
	 * Begins to say what is observed and how it is named.
	 * @param registry where observations go
	 * @return a builder with OpenTelemetry's names of the version 1.41
	 */
	public static Builder builder(ObservationRegistry registry) {
		return new Builder(registry);
	}

	/**
	 * Observes what a provider is asked, retries included.
	 * @param id the provider's id
	 * @param service what it connects to
	 * @param provider the provider with its retries
	 * @return the provider to ask
	 */
	public ChatProvider ofProvider(String id, ObservedService service, ChatProvider provider) {
		if (this.none) {
			return provider;
		}
		ModelIdentity identity = new ModelIdentity(ChatObservationContext.OPERATION, id, service);
		return new ObservedProvider<>(provider, this.chats,
				(request) -> new ChatObservationContext(identity, request, this.content, this.ticker), this::open,
				(request) -> true);
	}

	private ObservedFlux.Observed open(Observation observation, ChatObservationContext context) {
		ChunkTimes times = context.request().streaming() ? this.chunkTimes : null;
		return new ObservedFlux.Observed(new OpenObservation<>(observation, context.course(), context::answered),
				this.ticker, (times != null) ? times.of(context) : null);
	}

	/**
	 * Observes calls of routes and models.
	 * @param route tells the name of the route that a request asks, or {@code null}
	 * @param router asks the route or the model
	 * @return the provider to ask
	 */
	public ChatProvider ofCalls(Function<ChatRequest, @Nullable String> route, ChatProvider router) {
		return this.none ? router
				: new ObservedProvider<>(router, this.calls,
						(request) -> new CallObservationContext(request, route.apply(request), this.ticker),
						(observation, context) -> ObservedFlux.Observed
							.of(new OpenObservation<>(observation, context.course(), context::answered)),
						(request) -> true);
	}

	/**
	 * Observes answers for which tools may be run.
	 * @param loop runs the tools
	 * @return the provider to ask
	 */
	public ChatProvider ofToolLoop(ChatProvider loop) {
		return this.none ? loop
				: new ObservedProvider<>(loop, this.loops,
						(request) -> new ToolLoopObservationContext(request, this.ticker),
						(observation, context) -> ObservedFlux.Observed
							.of(new OpenObservation<>(observation, context.course(), context::answered)),
						Observations::hasFunctions);
	}

	private static boolean hasFunctions(ChatRequest request) {
		for (ToolDefinition tool : request.tools()) {
			if (tool.function() != null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Observes runs of tools.
	 * @return what calls the tools
	 */
	public ToolCaller ofTools() {
		return this.none ? ToolCaller.PLAIN : new ObservedTools(this.tools, this.content, this.ticker);
	}

	/**
	 * Observes what a provider of vectors is asked.
	 * @param id the provider's id
	 * @param service what it connects to
	 * @param model the model that it asks where a request names none, or {@code null}
	 * @param provider the provider
	 * @return the provider to ask
	 */
	public EmbeddingProvider ofEmbeddings(String id, ObservedService service, @Nullable String model,
			EmbeddingProvider provider) {
		if (this.none) {
			return provider;
		}
		ModelIdentity identity = new ModelIdentity(EmbeddingObservationContext.OPERATION, id, service);
		return new ObservedEmbeddings(provider, (request) -> new EmbeddingObservationContext(identity,
				(request.model() != null) ? request : request.withModel(model), this.ticker), this.embeddings);
	}

	/**
	 * Builder of {@link Observations}.
	 */
	public static final class Builder {

		private final ObservationRegistry registry;

		private Generation generation = Generation.V1_41;

		private @Nullable ObservationConvention<ChatObservationContext> chats;

		private @Nullable ObservationConvention<EmbeddingObservationContext> embeddings;

		private @Nullable ObservationConvention<CallObservationContext> calls;

		private @Nullable ObservationConvention<ToolLoopObservationContext> loops;

		private @Nullable ObservationConvention<ToolObservationContext> tools;

		private @Nullable ChunkTimes chunkTimes;

		private @Nullable Redactor content;

		private LongSupplier ticker = System::nanoTime;

		private Builder(ObservationRegistry registry) {
			this.registry = registry;
		}

		/**
		 * Sets which of OpenTelemetry's names to use.
		 * @param generation the generation
		 * @return this builder
		 */
		public Builder generation(Generation generation) {
			this.generation = generation;
			return this;
		}

		/**
		 * Sets names of questions to models, in place of OpenTelemetry's.
		 * @param convention the names, or {@code null}
		 * @return this builder
		 */
		public Builder chats(@Nullable ObservationConvention<ChatObservationContext> convention) {
			this.chats = convention;
			return this;
		}

		/**
		 * Sets names of texts that are turned into vectors, in place of OpenTelemetry's.
		 * @param convention the names, or {@code null}
		 * @return this builder
		 */
		public Builder embeddings(@Nullable ObservationConvention<EmbeddingObservationContext> convention) {
			this.embeddings = convention;
			return this;
		}

		/**
		 * Sets names of calls, in place of ours.
		 * @param convention the names, or {@code null}
		 * @return this builder
		 */
		public Builder calls(@Nullable ObservationConvention<CallObservationContext> convention) {
			this.calls = convention;
			return this;
		}

		/**
		 * Sets names of answers for which tools may be run, in place of ours.
		 * @param convention the names, or {@code null}
		 * @return this builder
		 */
		public Builder toolLoops(@Nullable ObservationConvention<ToolLoopObservationContext> convention) {
			this.loops = convention;
			return this;
		}

		/**
		 * Sets names of runs of tools, in place of OpenTelemetry's.
		 * @param convention the names, or {@code null}
		 * @return this builder
		 */
		public Builder tools(@Nullable ObservationConvention<ToolObservationContext> convention) {
			this.tools = convention;
			return this;
		}

		/**
		 * Sets who is told the time between the pieces of streams, which takes some time
		 * for each piece.
		 * @param chunkTimes is told it, {@code null} for nobody
		 * @return this builder
		 */
		public Builder chunkTimes(@Nullable ChunkTimes chunkTimes) {
			this.chunkTimes = chunkTimes;
			return this;
		}

		/**
		 * Has traces tell what was asked and answered, and what tools were given and
		 * gave.
		 * @param redactor takes out what no trace may hold; {@code null} for no content
		 * @return this builder
		 */
		public Builder content(@Nullable Redactor redactor) {
			this.content = redactor;
			return this;
		}

		/**
		 * Sets what tells the time.
		 * @param ticker tells it in nanoseconds
		 * @return this builder
		 */
		public Builder ticker(LongSupplier ticker) {
			this.ticker = ticker;
			return this;
		}

		/**
		 * Builds them.
		 * @return the observations
		 */
		public Observations build() {
			return new Observations(this);
		}

	}

}
