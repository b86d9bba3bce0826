package io.github.llmspring.routing;

import java.util.List;

import io.github.llmspring.EmbeddingClient;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.Usage;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EmbeddingRouter}.
 */
class EmbeddingRouterTests {

	private static EmbeddingEntry entry(String id, String model, boolean found) {
		EmbeddingProvider provider = (request) -> Mono.just(new EmbeddingResponse(List.of(new float[] { 1 }),
				String.valueOf(request.model()), id, Usage.UNKNOWN, List.of()));
		return new EmbeddingEntry(id, provider, model, found);
	}

	private static String made(EmbeddingRouter router, String address) {
		EmbeddingClient client = EmbeddingClient.of(router::embed);
		EmbeddingResponse response = ((address != null) ? client.withModel(address) : client).embed("text");
		return response.provider() + "/" + response.model();
	}

	@Test
	void addressesAreThoseOfChats() {
		EmbeddingRouter router = new EmbeddingRouter(List.of(entry("a", "m", false), entry("b", null, false)), "b/x/y");
		assertThat(made(router, null)).isEqualTo("b/x/y");
		assertThat(made(router, "a")).isEqualTo("a/m");
		assertThat(made(router, "a/n:1")).isEqualTo("a/n:1");
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> made(router, "c/m"))
			.withMessage("no provider is called 'c', which the model address 'c/m' names. Known are: a, b.")
			.extracting(LlmException::reason)
			.isEqualTo(LlmException.Reason.MODEL_NOT_FOUND);
	}

	@Test
	void onlyConfiguredProviderWithAModelIsTheDefault() {
		assertThat(made(new EmbeddingRouter(List.of(entry("a", null, false), entry("b", "m", false)), null), null))
			.isEqualTo("b/m");
		EmbeddingRouter unclear = new EmbeddingRouter(List.of(entry("a", "m", false), entry("b", "m", false)), null);
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> made(unclear, null))
			.withMessageContaining("Set llm.default-embedding-model");
	}

	@Test
	void foundProviderMakesNoChoiceNecessary() {
		EmbeddingRouter router = new EmbeddingRouter(List.of(entry("ollama", "nomic", true), entry("a", null, false)),
				null);
		assertThat(router.defaultModel()).isEqualTo("a");
		assertThat(made(router, "some-model")).isEqualTo("a/some-model");
		assertThat(made(router, "ollama")).isEqualTo("ollama/nomic");
	}

	@Test
	void foundProviderAnswersWhereNothingElseIsThere() {
		EmbeddingRouter router = new EmbeddingRouter(List.of(entry("vllm", null, true), entry("ollama", "nomic", true)),
				null);
		assertThat(made(router, null)).isEqualTo("ollama/nomic");
	}

	@Test
	void everythingOfAnotherRouterIsTakenOver() {
		EmbeddingRouter router = new EmbeddingRouter(List.of(entry("a", "m", false)), null);
		router.adopt(new EmbeddingRouter(List.of(entry("b", "n", false)), null));
		assertThat(made(router, null)).isEqualTo("b/n");
		assertThat(router.entries()).containsOnlyKeys("b");
	}

}
