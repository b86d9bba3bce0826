package io.github.llmspring.http;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.Message;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.EmbeddingFormat;
import io.github.llmspring.wire.WireFormat;
import io.github.llmspring.wire.WireFormats;
import io.github.llmspring.wire.embedding.EmbeddingFormats;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Endpoints}.
 */
class EndpointsTests {

	private static final String ADDRESS = "/gateway/v1";

	private static final List<String> MODELS = List.of("m1", "models/m1", "tunedModels/m1", "openai.gpt-6", "a/b:c",
			"amazon.titan-embed-text-v2:0", "gemini-embedding-2");

	private static final Map<String, Preset> PRESETS = Presets.load(EndpointsTests.class.getClassLoader());

	static Stream<Arguments> services() {
		return PRESETS.values()
			.stream()
			.flatMap((preset) -> WireFormats.all().values().stream().map((format) -> Arguments.of(preset, format)));
	}

	static Stream<Preset> presets() {
		return PRESETS.values().stream();
	}

	@ParameterizedTest
	@MethodSource("services")
	void whateverIsAskedGoesToAnEndpointThatItsFormatTells(Preset preset, WireFormat format) {
		Endpoints endpoints = new Endpoints(format.id(), preset.dialect());
		for (String model : MODELS) {
			ChatRequest request = ChatRequest.builder().model(model).messages(List.of(Message.user("Hi"))).build();
			for (ChatRequest asked : List.of(request, request.toBuilder().streaming(true).build())) {
				assertIsEndpoint(endpoints, format.encode(asked, preset.dialect()).path());
			}
		}
	}

	@ParameterizedTest
	@MethodSource("presets")
	void vectorsComeFromAnEndpointThatTheirFormatTells(Preset preset) {
		Dialect dialect = preset.dialect();
		EmbeddingFormat format = EmbeddingFormats.find(preset.wireFormat(), dialect);
		if (format == null) {
			return;
		}
		Endpoints endpoints = new Endpoints(preset.wireFormat(), dialect);
		for (String model : format.id().equals("bedrock") ? MODELS.subList(5, 6) : MODELS) {
			EmbeddingRequest request = new EmbeddingRequest(List.of("Hi"), model, EmbeddingOptions.NONE);
			assertIsEndpoint(endpoints, format.encode(request, dialect.forModel(model)).path());
		}
	}

	private static void assertIsEndpoint(Endpoints endpoints, String path) {
		String asked = path.replaceFirst("[?].*", "");
		assertThat(endpoints.endOf(ADDRESS + asked)).isEqualTo(asked);
	}

	@ParameterizedTest
	@CsvSource({ "vllm, openai-chat, /chat", "vllm, openai-chat, /messages", "vllm, openai-chat, /api/chat",
			"cohere, cohere, /chat", "anthropic, anthropic, /gateway/messages",
			"vllm, openai-chat, /chat/completions/v1", "vllm, openai-chat, ''" })
	void whatMayBePartOfAnAddressIsNoEndpoint(String type, String format, String path) {
		Endpoints endpoints = new Endpoints(format, PRESETS.get(type).dialect());
		assertThat(endpoints.endOf(path)).isNull();
	}

}
