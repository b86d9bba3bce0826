package io.github.llmspring.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingOptions.InputType;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.EmbeddingDialect;
import io.github.llmspring.wire.EmbeddingFormat;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.embedding.EmbeddingFormats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for how the services of each {@link Preset} are asked for vectors and how they
 * answer.
 */
class EmbeddingsOfPresetsTests {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final EmbeddingOptions QUESTION = EmbeddingOptions.builder()
		.dimensions(512)
		.inputType(InputType.QUERY)
		.build();

	private static EmbeddingFormat format(String preset) {
		return EmbeddingFormats.find(PRESETS.get(preset).wireFormat(), PRESETS.get(preset).dialect());
	}

	private static Dialect dialect(String preset, String model) {
		return PRESETS.get(preset).dialect().forModel(model);
	}

	private static HttpCall call(String preset, String model, EmbeddingOptions options, String... texts) {
		return format(preset).encode(new EmbeddingRequest(List.of(texts), model, options), dialect(preset, model));
	}

	private static EmbeddingResponse answer(String preset, String model, String body, String... texts) {
		return answer(preset, model, body, Headers.NONE, texts);
	}

	private static EmbeddingResponse answer(String preset, String model, String body, Headers headers,
			String... texts) {
		return format(preset).decode(body.getBytes(StandardCharsets.UTF_8), headers,
				new EmbeddingRequest(List.of(texts), model, EmbeddingOptions.NONE), dialect(preset, model));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					openai        | text-embedding-3-small   | /embeddings    | {"model":"text-embedding-3-small","input":["a","b"],"encoding_format":"base64"}
					azure-openai  | my-deployment            | /embeddings    | {"model":"my-deployment","input":["a","b"],"encoding_format":"base64"}
					azure-openai  | Cohere-embed-v3-english  | /embeddings    | {"model":"Cohere-embed-v3-english","input":["a","b"]}
					azure-foundry | text-embedding-3-large   | /embeddings    | {"model":"text-embedding-3-large","input":["a","b"]}
					mistral       | mistral-embed            | /embeddings    | {"model":"mistral-embed","input":["a","b"]}
					perplexity    | pplx-embed-v1-0.6b       | /v1/embeddings | {"model":"pplx-embed-v1-0.6b","input":["a","b"]}
					voyage        | voyage-4                 | /embeddings    | {"model":"voyage-4","input":["a","b"],"encoding_format":"base64","truncation":false}
					openrouter    | openai/text-embedding-3  | /embeddings    | {"model":"openai/text-embedding-3","input":["a","b"]}
					vllm          | BAAI/bge-m3              | /embeddings    | {"model":"BAAI/bge-m3","input":["a","b"]}
					ollama        | nomic-embed-text         | /api/embed     | {"model":"nomic-embed-text","input":["a","b"],"truncate":false}
					cohere        | embed-v4.0               | /embed         | {"model":"embed-v4.0","texts":["a","b"],"input_type":"search_document","truncate":"NONE","embedding_types":["float"]}
					gemini        | gemini-embedding-001     | /models/gemini-embedding-001:batchEmbedContents | {"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"a"}]}},{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"b"}]}}]}
					vertex        | text-embedding-005       | /models/text-embedding-005:predict | {"instances":[{"content":"a"},{"content":"b"}],"parameters":{"autoTruncate":false}}
					bedrock       | cohere.embed-english-v3  | /model/cohere.embed-english-v3/invoke | {"texts":["a","b"],"input_type":"search_document","truncate":"NONE"}
					bedrock       | cohere.embed-v4:0        | /model/cohere.embed-v4%3A0/invoke | {"texts":["a","b"],"input_type":"search_document","truncate":"NONE","embedding_types":["float"]}
					""")
	void textsAreAskedForInTheWordsOfTheService(String preset, String model, String path, String body) {
		HttpCall call = call(preset, model, EmbeddingOptions.NONE, "a", "b");
		assertThat(call.method()).isEqualTo("POST");
		assertThat(call.path()).isEqualTo(path);
		assertThat(JSON.readTree(call.body())).isEqualTo(JSON.readTree(body));
		assertThat(call.warnings()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					voyage  | voyage-4              | {"model":"voyage-4","input":["a"],"encoding_format":"base64","truncation":false,"input_type":"query","output_dimension":512}
					cohere  | embed-v4.0            | {"model":"embed-v4.0","texts":["a"],"input_type":"search_query","output_dimension":512,"truncate":"NONE","embedding_types":["float"]}
					gemini  | gemini-embedding-001  | {"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY","outputDimensionality":512}]}
					gemini  | models/gemini-embedding-001 | {"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY","outputDimensionality":512}]}
					vertex  | gemini-embedding-001  | {"instances":[{"content":"a","task_type":"RETRIEVAL_QUERY"}],"parameters":{"outputDimensionality":512,"autoTruncate":false}}
					vertex  | gemini-embedding-2    | {"content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY","outputDimensionality":512}
					bedrock | cohere.embed-v4:0     | {"texts":["a"],"input_type":"search_query","output_dimension":512,"truncate":"NONE","embedding_types":["float"]}
					bedrock | amazon.nova-2-multimodal-embeddings-v1:0 | {"taskType":"SINGLE_EMBEDDING","singleEmbeddingParams":{"embeddingPurpose":"TEXT_RETRIEVAL","embeddingDimension":512,"text":{"truncationMode":"NONE","value":"a"}}}
					""")
	void questionsOfSomeLengthAreAskedForInTheWordsOfTheService(String preset, String model, String body) {
		HttpCall call = call(preset, model, QUESTION, "a");
		assertThat(JSON.readTree(call.body())).isEqualTo(JSON.readTree(body));
		assertThat(call.warnings()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					openai  | text-embedding-3-small      | 1 | {"model":"text-embedding-3-small","input":["a"],"encoding_format":"base64","dimensions":512}
					mistral | codestral-embed             | 1 | {"model":"codestral-embed","input":["a"],"output_dimension":512}
					perplexity | pplx-embed-v1-0.6b       | 1 | {"model":"pplx-embed-v1-0.6b","input":["a"],"dimensions":512}
					ollama  | nomic-embed-text            | 1 | {"model":"nomic-embed-text","input":["a"],"truncate":false,"dimensions":512}
					bedrock | amazon.titan-embed-text-v2:0 | 1 | {"inputText":"a","dimensions":512}
					bedrock | amazon.titan-embed-text-v1  | 2 | {"inputText":"a"}
					bedrock | amazon.titan-embed-image-v1 | 1 | {"inputText":"a","embeddingConfig":{"outputEmbeddingLength":512}}
					""")
	void whatTheServiceHasNoWordForIsLeftOutWithAWarning(String preset, String model, int warnings, String body) {
		HttpCall call = call(preset, model, QUESTION, "a");
		assertThat(JSON.readTree(call.body())).isEqualTo(JSON.readTree(body));
		assertThat(call.warnings()).hasSize(warnings);
	}

	@Test
	void lengthOfVectorsThatHaveOneLengthOnlyIsLeftOutWithAWarning() {
		HttpCall call = call("bedrock", "cohere.embed-english-v3", QUESTION, "a");
		assertThat(JSON.readTree(call.body()))
			.isEqualTo(JSON.readTree("{\"texts\":[\"a\"],\"input_type\":\"search_query\",\"truncate\":\"NONE\"}"));
		assertThat(call.warnings()).singleElement().asString().contains("dimensions");
	}

	@ParameterizedTest
	@EnumSource
	void everyTypeOfInputHasAWordWhereTheServiceNeedsOne(InputType type) {
		EmbeddingOptions options = EmbeddingOptions.builder().inputType(type).build();
		for (String preset : List.of("cohere", "gemini")) {
			assertThat(call(preset, "m", options, "a").warnings()).as(preset).isEmpty();
		}
	}

	@Test
	void ownFieldsOfTheCallerWin() {
		EmbeddingOptions options = EmbeddingOptions.builder()
			.extra("truncate", true)
			.extra("keep_alive", "5m")
			.extra("parameters", Map.of("autoTruncate", true))
			.build();
		assertThat(JSON.readTree(call("ollama", "m", options, "a").body()).path("truncate").asBoolean()).isTrue();
		assertThat(JSON.readTree(call("ollama", "m", options, "a").body()).path("keep_alive").asString())
			.isEqualTo("5m");
		assertThat(JSON.readTree(call("vertex", "text-embedding-005", options, "a").body()).path("parameters"))
			.isEqualTo(JSON.readTree("{\"autoTruncate\":true}"));
	}

	@Test
	void nameOfAModelLeadsNowhereElse() {
		assertThat(call("gemini", "../../v1/secrets?x", EmbeddingOptions.NONE, "a").path())
			.isEqualTo("/models/..%2F..%2Fv1%2Fsecrets%3Fx:batchEmbedContents");
		assertThat(call("bedrock", "cohere.embed/../x", EmbeddingOptions.NONE, "a").path())
			.isEqualTo("/model/cohere.embed%2F..%2Fx/invoke");
	}

	@Test
	void modelThatMakesNoVectorsIsNotAsked() {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> call("bedrock", "anthropic.claude-sonnet-5", EmbeddingOptions.NONE, "a"))
			.extracting(LlmException::reason)
			.isEqualTo(Reason.UNSUPPORTED);
	}

	@ParameterizedTest
	@CsvSource({ "openai, text-embedding-3-small, 2048, 600000", "azure-openai, d, 2048, 600000",
			"azure-openai, Cohere-embed-v3-english, 96, 600000",
			"azure-foundry, cohere-embed-v3-multilingual, 96, 600000", "mistral, mistral-embed, 32, 32000",
			"perplexity, pplx-embed-v1-4b, 512, 240000", "voyage, voyage-4, 128, 240000", "cohere, embed-v4.0, 96, 0",
			"gemini, gemini-embedding-001, 100, 0", "vertex, text-embedding-005, 250, 40000",
			"vertex, gemini-embedding-001, 1, 40000", "vertex, gemini-embedding-2, 1, 40000",
			"bedrock, cohere.embed-v4:0, 96, 0", "bedrock, amazon.titan-embed-text-v2:0, 1, 0",
			"bedrock, amazon.nova-2-multimodal-embeddings-v1:0, 1, 0", "ollama, nomic-embed-text, 512, 0" })
	void batchesAreThoseThatTheServiceTakes(String preset, String model, int texts, int bytes) {
		assertThat(batches(preset, model, null, 0, Integer.MAX_VALUE)).isEqualTo(new TextBatches(texts, bytes));
	}

	@Test
	void batchesAreThoseWhoseAnswerMayBeRead() {
		int limit = Limits.DEFAULTS.response();
		assertThat(batches("openai", "m", null, 0, limit).most()).isBetween(128, limit / (4096 * 16 / 3));
		assertThat(batches("openai", "m", 256, 0, limit).most()).isEqualTo(2048);
		assertThat(batches("ollama", "m", null, 0, limit).most()).isBetween(64, limit / (4096 * 20));
		assertThat(batches("vllm", "m", 1024, 0, limit).most()).isBetween(256, limit / (1024 * 20));
		assertThat(batches("vllm", "m", 4096, 0, 1000).most()).isEqualTo(1);
	}

	@Test
	void configuredBatchCountsWhateverIsKnown() {
		assertThat(batches("vllm", "m", 4096, 7, 1000)).isEqualTo(new TextBatches(7, 0));
	}

	private static TextBatches batches(String preset, String model, Integer dimensions, int configured, int limit) {
		EmbeddingOptions options = EmbeddingOptions.builder().dimensions(dimensions).build();
		ProviderSettings settings = ProviderSettings.builder("acme", PRESETS.get(preset))
			.baseUrl(URI.create("http://127.0.0.1:9"))
			.embeddingBatch(configured)
			.limits(new Limits(limit, 1, 1, 200))
			.build();
		return TextBatches.of(format(preset), dialect(preset, model),
				new EmbeddingRequest(List.of("a"), model, options), settings);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					openai     | m    | 5 | {"data":[{"index":1,"embedding":[3,-8.38E-4]},{"index":0,"embedding":"AACAPwAAAMA="}],"usage":{"prompt_tokens":5,"total_tokens":9}}
					azure-openai | m  | 5 | {"id":"x","object":"list","data":[{"object":"embedding","index":0,"embedding":[1,-2]},{"object":"embedding","index":1,"embedding":[3,-8.38E-4]}],"usage":{"prompt_tokens":5,"completion_tokens":0,"total_tokens":5}}
					openrouter | m    | 5 | `  {"id":"gen-emb-1","provider":"x","data":[{"index":0,"embedding":[1,-2]},{"index":1,"embedding":[3,-8.38E-4]}],"usage":{"prompt_tokens":5,"cost":0.0001}}`
					mistral    | m    | 5 | {"data":[{"index":0,"embedding":[1,-2]},{"index":1,"embedding":[3,-8.38E-4]}],"usage":{"prompt_audio_seconds":null,"prompt_tokens":5,"num_cached_tokens":null,"prompt_tokens_details":null}}
					voyage     | m    | 5 | {"data":[{"index":0,"embedding":"AACAPwAAAMA="},{"index":1,"embedding":[3,-8.38E-4]}],"usage":{"total_tokens":5}}
					cohere     | m    | 5 | {"id":"b","texts":["a","b"],"embeddings":{"float":[[1,-2],[3,-8.38E-4]]},"meta":{"api_version":{"version":"2"},"billed_units":{"input_tokens":5,"image_tokens":0}},"response_type":"embeddings_by_type"}
					ollama     | m    | 5 | {"model":"m","embeddings":[[1,-2],[3,-8.38E-4]],"total_duration":14143917,"load_duration":1019500,"prompt_eval_count":5}
					vertex     | text-embedding-005 | 5 | {"predictions":[{"embeddings":{"values":[1,-2],"statistics":{"token_count":2,"truncated":false}}},{"embeddings":{"values":[3,-8.38E-4],"statistics":{"token_count":3,"truncated":false}}}],"metadata":{"billableCharacterCount":20}}
					gemini     | gemini-embedding-2 | 5 | {"embeddings":[{"values":[1,-2]},{"values":[3,-8.38E-4]}],"usageMetadata":{"promptTokenCount":5,"promptTokenDetails":[{"modality":"TEXT","tokenCount":5}]}}
					gemini     | gemini-embedding-001 |  | {"embeddings":[{"values":[1,-2]},{"values":[3,-8.38E-4]}]}
					vllm       | m    |   | {"data":[{"index":0,"embedding":[1,-2]},{"index":1,"embedding":[3,-8.38E-4]}],"usage":{"prompt_tokens":0}}
					bedrock    | cohere.embed-english-v3 |  | {"embeddings":[[1,-2],[3,-8.38E-4]],"id":"i","response_type":"embeddings_floats","texts":["a","b"]}
					bedrock    | cohere.embed-v4:0 |  | {"embeddings":{"float":[[1,-2],[3,-8.38E-4]]},"response_type":"embeddings_by_type"}
					""")
	void vectorsAndTokensAreReadWhereverTheyStand(String preset, String model, Long tokens, String body) {
		EmbeddingResponse answer = answer(preset, model, body, "a", "b");
		boolean toLengthOne = dialect(preset, model).get(EmbeddingDialect.NORMALISE);
		float norm = toLengthOne ? (float) Math.sqrt(5) : 1;
		assertThat(answer.vectors().get(0)).containsExactly(new float[] { 1 / norm, -2 / norm }, within(1e-6f));
		assertThat(answer.vectors().get(1)).containsExactly(
				toLengthOne ? new float[] { 1, -8.38E-4f / 3 } : new float[] { 3, -8.38E-4f }, within(1e-6f));
		assertThat(answer.inputTokens()).isEqualTo(tokens);
		assertThat(answer.model()).isEqualTo(model);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					bedrock | amazon.titan-embed-text-v1   | 4 | {"embedding":[0.25,-2],"inputTextTokenCount":4}
					bedrock | amazon.titan-embed-text-v2:0 | 4 | {"embedding":[0.25,-2],"embeddingsByType":{"float":[0.25,-2]},"inputTextTokenCount":4}
					bedrock | amazon.nova-2-multimodal-embeddings-v1:0 | 7 | {"embeddings":[{"embeddingType":"TEXT","embedding":[0.25,-2]}]}
					""")
	void oneVectorIsReadWhereverItStands(String preset, String model, Long tokens, String body) {
		EmbeddingResponse answer = answer(preset, model, body,
				(name) -> name.equals("x-amzn-bedrock-input-token-count") ? "7" : null, "a");
		assertThat(answer.vectors()).containsExactly(new float[] { 0.25f, -2 });
		assertThat(answer.inputTokens()).isEqualTo(tokens);
	}

	@Test
	void vectorOfOneContentIsReadAndCounted() {
		EmbeddingResponse answer = answer("vertex", "gemini-embedding-2",
				"{\"embedding\":{\"values\":[0,2]},\"usageMetadata\":{\"promptTokenCount\":11,"
						+ "\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":11}],\"totalTokenCount\":11}}",
				"a");
		assertThat(answer.vectors()).containsExactly(new float[] { 0, 1 });
		assertThat(answer.inputTokens()).isEqualTo(11);
	}

	@Test
	void bytesAreSignedAndBroughtToLengthOne() {
		EmbeddingResponse answer = answer("perplexity", "m",
				"{\"data\":[{\"index\":0,\"embedding\":\"A/wA\"}],\"usage\":{\"prompt_tokens\":1,\"cost\":{}}}", "a");
		assertThat(answer.vectors().get(0)).containsExactly(new float[] { 0.6f, -0.8f, 0 }, within(1e-6f));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"data":[]}
			{"data":[{"embedding":[1]},{"embedding":[1]}]}
			{"data":[{"embedding":[]}]}
			{"data":[{"embedding":[1,null]}]}
			{"data":[{"embedding":[1,"x"]}]}
			{"data":[{"embedding":null}]}
			{"data":[{"embedding":"AACA"}]}
			{"data":[{"embedding":"%%%"}]}
			{"data":[{"embedding":[1]}
			[]
			""")
	void whatHoldsNoVectorForEachTextIsNoAnswer(String body) {
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> answer("openai", "m", body, "a"))
			.extracting(LlmException::reason)
			.isEqualTo(Reason.MALFORMED_RESPONSE);
	}

	@Test
	void errorInPlaceOfVectorsIsTheServicesOwn() {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> answer("openrouter", "m",
					"{\"error\":{\"message\":\"No provider is available, rate limit\",\"code\":429}}", "a"))
			.withMessageContaining("No provider is available")
			.extracting(LlmException::reason)
			.isEqualTo(Reason.RATE_LIMITED);
	}

}
