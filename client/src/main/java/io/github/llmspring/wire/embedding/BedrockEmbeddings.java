package io.github.llmspring.wire.embedding;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.EmbeddingOptions.InputType;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;

/**
 * Amazon Bedrock, where each family of models has words of its own.
 */
final class BedrockEmbeddings extends SharedAnswer {

	private static final String PATH = "/model/{model}/invoke";

	private static final Map<InputType, String> PURPOSES = Map.of(InputType.QUERY, "TEXT_RETRIEVAL", InputType.DOCUMENT,
			"GENERIC_INDEX", InputType.CLASSIFICATION, "CLASSIFICATION", InputType.CLUSTERING, "CLUSTERING");

	@Override
	public String id() {
		return "bedrock";
	}

	@Override
	public Set<String> wireFormats() {
		return Set.of("bedrock-converse");
	}

	@Override
	public int batchSize(String model) {
		return model.contains("cohere.") ? CohereEmbeddings.BATCH_SIZE : 1;
	}

	@Override
	public Set<String> paths(Dialect dialect) {
		return Set.of(PATH);
	}

	@Override
	public HttpCall encode(EmbeddingRequest request, Dialect dialect) {
		Asked asked = new Asked(request, dialect);
		String model = asked.model();
		if (model.contains("cohere.")) {
			return cohere(asked);
		}
		if (model.contains("titan-embed")) {
			return titan(asked);
		}
		if (model.contains("nova-")) {
			return nova(asked);
		}
		throw LlmException
			.builder(Reason.UNSUPPORTED, "it is not known how the model '" + model + "' wants to be asked for vectors")
			.advice("Ask a model of the families cohere.embed, amazon.titan-embed or amazon.nova.")
			.build();
	}

	private static HttpCall cohere(Asked asked) {
		boolean typed = asked.model().contains("-v4");
		if (!typed) {
			asked.withoutDimensions();
		}
		return asked.post(PATH, (body) -> {
			CohereEmbeddings.fields(asked, typed ? asked.dimensions() : null, body);
			body.field("embedding_types", typed ? List.of("float") : null);
		});
	}

	private static HttpCall titan(Asked asked) {
		asked.inputType(Map.of());
		if (asked.model().contains("image")) {
			return asked.post(PATH, (body) -> {
				body.field("inputText", asked.text());
				if (asked.dimensions() != null) {
					body.object("embeddingConfig",
							(fields) -> fields.field("outputEmbeddingLength", asked.dimensions()));
				}
			});
		}
		boolean sized = asked.model().contains("-v2");
		if (!sized) {
			asked.withoutDimensions();
		}
		return asked.post(PATH,
				(body) -> body.field("inputText", asked.text()).field("dimensions", sized ? asked.dimensions() : null));
	}

	private static HttpCall nova(Asked asked) {
		String asIs = asked.inputType(PURPOSES);
		String purpose = (asIs != null) ? asIs : "GENERIC_INDEX";
		return asked.post(PATH,
				(body) -> body.field("taskType", "SINGLE_EMBEDDING")
					.object("singleEmbeddingParams", (fields) -> fields.field("embeddingPurpose", purpose)
						.field("embeddingDimension", asked.dimensions())
						.object("text", (text) -> text.field("truncationMode", "NONE").field("value", asked.text()))));
	}

}
