package io.github.llmspring.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.llmspring.Attempt;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.RateLimitState;
import io.github.llmspring.Usage;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.EmbeddingDialect;
import io.github.llmspring.wire.EmbeddingFormat;
import org.jspecify.annotations.Nullable;

/**
 * How many texts go into one request, and what becomes of their answers.
 *
 * @param most the most texts
 * @param mostBytes the most bytes of texts, as a stand-in for tokens; 0 for any number. A
 * single text is sent whatever its size
 */
record TextBatches(int most, int mostBytes) {

	/**
	 * Vectors are seldom longer, and where they are it can be said.
	 */
	private static final int USUAL_DIMENSIONS = 4096;

	/**
	 * Most texts that a model takes at once and whose answer may be read.
	 * @param format the format of its service
	 * @param dialect how the model deviates from it
	 * @param request what is asked, its model resolved
	 * @param settings the provider's settings; the number that is configured counts
	 * whatever is known
	 * @return the bounds
	 */
	static TextBatches of(EmbeddingFormat format, Dialect dialect, EmbeddingRequest request,
			ProviderSettings settings) {
		int bytes = dialect.get(EmbeddingDialect.BATCH_BYTES);
		if (settings.embeddingBatch() > 0) {
			return new TextBatches(settings.embeddingBatch(), bytes);
		}
		int taken = (dialect.get(EmbeddingDialect.BATCH) > 0) ? dialect.get(EmbeddingDialect.BATCH)
				: format.batchSize(String.valueOf(request.model()));
		return new TextBatches(Math.min(taken, readable(dialect, request, settings.limits().response())), bytes);
	}

	private static int readable(Dialect dialect, EmbeddingRequest request, int limit) {
		Integer asked = request.options().dimensions();
		long dimensions = (asked != null) ? asked : USUAL_DIMENSIONS;
		return (int) Math.max(1, limit / Math.max(1, dimensions * bytesOfNumber(dialect)));
	}

	/**
	 * Numbers take four bytes each, or one, and a third more in base64; written out, as
	 * many as a precise one has digits.
	 */
	private static int bytesOfNumber(Dialect dialect) {
		if (dialect.get(EmbeddingDialect.BYTES)) {
			return 2;
		}
		return dialect.get(EmbeddingDialect.ENCODING).equals("base64") ? 6 : 24;
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
		Set<String> warnings = new LinkedHashSet<>();
		Usage usage = first.usage();
		Cost cost = first.cost();
		List<Attempt> attempts = new ArrayList<>();
		RateLimitState limits = null;
		for (EmbeddingResponse answer : answers) {
			vectors.addAll(answer.vectors());
			warnings.addAll(answer.warnings());
			usage = (answer != first) ? usage.plus(answer.usage()) : usage;
			cost = (answer != first) ? Cost.sum(cost, answer.cost()) : cost;
			attempts.addAll(answer.attempts());
			limits = later(limits, answer.rateLimits());
		}
		return new EmbeddingResponse(vectors, first.model(), first.provider(), usage, cost, List.copyOf(warnings),
				attempts, limits);
	}

	private static @Nullable RateLimitState later(@Nullable RateLimitState one, @Nullable RateLimitState other) {
		if (one == null || other == null) {
			return (one != null) ? one : other;
		}
		return other.toldAt().isBefore(one.toldAt()) ? one : other;
	}

}
