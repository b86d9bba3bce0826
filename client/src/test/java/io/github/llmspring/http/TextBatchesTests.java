package io.github.llmspring.http;

import java.util.List;

import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TextBatches}.
 */
class TextBatchesTests {

	@Test
	void numberOfTextsIsKeptTo() {
		assertThat(cut(new TextBatches(2, 0), "a", "b", "c", "d", "e")).containsExactly(List.of("a", "b"),
				List.of("c", "d"), List.of("e"));
		assertThat(cut(new TextBatches(1, 0), "a", "b")).containsExactly(List.of("a"), List.of("b"));
		assertThat(cut(new TextBatches(2, 0), "a", "b")).containsExactly(List.of("a", "b"));
	}

	@Test
	void sizeOfTextsIsKeptToAndOneTextAlwaysFits() {
		assertThat(cut(new TextBatches(10, 4), "aaa", "b", "cc", "ddddddd", "e")).containsExactly(List.of("aaa", "b"),
				List.of("cc"), List.of("ddddddd"), List.of("e"));
	}

	private static List<List<String>> cut(TextBatches batches, String... texts) {
		return batches.cut(new EmbeddingRequest(List.of(texts), "m", EmbeddingOptions.NONE))
			.stream()
			.map(EmbeddingRequest::texts)
			.toList();
	}

}
