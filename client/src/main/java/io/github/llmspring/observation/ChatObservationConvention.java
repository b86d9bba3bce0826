package io.github.llmspring.observation;

import java.time.Duration;
import java.util.Locale;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.observation.ObservationNames.Generation;
import io.github.llmspring.redaction.Redactor;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names of questions to models that answer in words, by OpenTelemetry's conventions for
 * generative AI. What was said is in none of them, unless that is wanted.
 */
public class ChatObservationConvention implements ObservationConvention<ChatObservationContext> {

	private final Generation generation;

	private final ModelObservationContext.DetailsSource details = this::details;

	/**
	 * Names of a generation.
	 * @param generation the generation
	 */
	public ChatObservationConvention(Generation generation) {
		this.generation = generation;
	}

	@Override
	public String getName() {
		return this.generation.chatDuration();
	}

	@Override
	public String getContextualName(ChatObservationContext context) {
		return ModelTags.spanName(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(ChatObservationContext context) {
		return ModelTags.of(context);
	}

	/**
	 * Has what only traces show made where somebody asks for it.
	 */
	@Override
	public KeyValues getHighCardinalityKeyValues(ChatObservationContext context) {
		context.details(this.details);
		return KeyValues.empty();
	}

	private KeyValues details(ModelObservationContext model) {
		ChatObservationContext context = (ChatObservationContext) model;
		Details details = new Details();
		request(details, context.request());
		ChatResponse response = context.known();
		if (response != null) {
			response(details, response);
		}
		Redactor content = context.content();
		if (content != null) {
			details.add(ObservationNames.INPUT_MESSAGES, content.redact(context.request().messages()))
				.add(ObservationNames.OUTPUT_MESSAGES, (response != null) ? content.redact(response.message()) : null);
		}
		Duration first = context.timeToFirstChunk();
		return details
			.add(ObservationNames.RESPONSE_TIME_TO_FIRST_CHUNK, (first != null) ? first.toNanos() / 1e9 : null)
			.add(ObservationNames.ATTEMPTS, context.attempts().isEmpty() ? null : context.attempts().size())
			.keyValues();
	}

	private static void request(Details details, ChatRequest request) {
		ChatOptions options = request.options();
		details.add(ObservationNames.REQUEST_STREAM, request.streaming())
			.add(ObservationNames.REQUEST_MAX_TOKENS, options.maxOutputTokens())
			.add(ObservationNames.REQUEST_TEMPERATURE, options.temperature())
			.add(ObservationNames.REQUEST_TOP_P, options.topP())
			.add(ObservationNames.REQUEST_SEED, options.seed())
			.add(ObservationNames.REQUEST_STOP_SEQUENCES, options.stop().isEmpty() ? null : options.stop())
			.add(ObservationNames.REQUEST_FREQUENCY_PENALTY, options.frequencyPenalty())
			.add(ObservationNames.REQUEST_PRESENCE_PENALTY, options.presencePenalty())
			.add(ObservationNames.OUTPUT_TYPE, (request.outputFormat() != null) ? "json" : "text")
			.add(ObservationNames.CONVERSATION_ID, request.conversation());
	}

	private void response(Details details, ChatResponse response) {
		details.add(ObservationNames.RESPONSE_ID, response.id())
			.add(ObservationNames.RESPONSE_FINISH_REASONS, finishReason(response))
			.add(ObservationNames.REQUEST_ID, response.requestId());
		ModelTags.usage(details, response.usage(), this.generation.cacheWriteTokens());
	}

	private static String finishReason(ChatResponse response) {
		String raw = response.rawFinishReason();
		return "[\"" + ((raw != null) ? raw : response.finishReason().name().toLowerCase(Locale.ROOT)) + "\"]";
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ChatObservationContext;
	}

}
