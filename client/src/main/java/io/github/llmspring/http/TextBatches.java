package io.github.llmspring.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.Usage;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.EmbeddingDialect;
import io.github.llmspring.wire.EmbeddingFormat;

/**
 * How many texts go into one request, and what becomes of their answers.
 *
 * @param most the most texts
 * @param mostBytes the most bytes of texts, as a stand-in for tokens; 0 for any number. A
 * single text is sent whatever its size
 */
record TextBatches(int most, int mostBytes) {

	/**
	 * What a model takes at once.
	 * @param format the format of its service
	 * @param dialect how the model deviates from it
	 * @param model the model
	 * @param configured the most texts as configured, or 0
	 * @return the bounds
	 */
	static TextBatches of(EmbeddingFormat format, Dialect dialect, String model, int configured) {
		int usual = (dialect.get(EmbeddingDialect.BATCH) > 0) ? dialect.get(EmbeddingDialect.BATCH)
				: format.batchSize(model);
		return new TextBatches((configured > 0) ? configured : usual, dialect.get(EmbeddingDialect.BATCH_BYTES));
	}

	/**
	 * Requests that hold the texts of one, in order.
	 * @param request the request
	 * @return the requests
	 */
	List<EmbeddingRequest> cut(EmbeddingRequest request) {
		List<String> texts = request.texts();
		List<EmbeddingRequest> batches = new ArrayList<>();
		int from = 0;
		long bytes = 0;
		for (int i = 0; i < texts.size(); i++) {
			int size = (this.mostBytes > 0) ? texts.get(i).getBytes(StandardCharsets.UTF_8).length : 0;
			boolean full = i - from == this.most || (this.mostBytes > 0 && bytes + size > this.mostBytes);
			if (full && i > from) {
				batches.add(request.withTexts(texts.subList(from, i)));
				from = i;
				bytes = 0;
			}
			bytes += size;
		}
		batches.add((from == 0) ? request : request.withTexts(texts.subList(from, texts.size())));
		return batches;
	}

	/**
	 * One answer of all.
	 * @param answers the answers in the order of their requests
	 * @return all vectors, and the sum of what they took
	 */
	static EmbeddingResponse join(List<EmbeddingResponse> answers) {
		EmbeddingResponse first = answers.get(0);
		if (answers.size() == 1) {
			return first;
		}
		List<float[]> vectors = new ArrayList<>();
		Usage usage = first.usage();
		for (EmbeddingResponse answer : answers) {
			vectors.addAll(answer.vectors());
			usage = (answer != first) ? usage.plus(answer.usage()) : usage;
		}
		return new EmbeddingResponse(vectors, first.model(), first.provider(), usage, first.warnings());
	}

}
