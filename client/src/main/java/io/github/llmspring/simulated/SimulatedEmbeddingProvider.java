package io.github.llmspring.simulated;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Usage;
import reactor.core.publisher.Mono;

/**
 * Embedded provider of vectors: no key, no network, the same every time.
 * <p>
 * A vector counts the words of the text and the letters that follow each other in them,
 * each in a place of its own, and has length 1. So texts that share words, or parts of
 * words, are near each other; what they mean it does not know.
 */
public final class SimulatedEmbeddingProvider implements EmbeddingProvider {

	private static final int DIMENSIONS = 256;

	private static final int LETTERS = 3;

	private static final float WORD_WEIGHT = 2;

	private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

	private final String id;

	private final SimulatedSettings settings;

	private final Failures failures;

	/**
	 * Simulated provider.
	 * @param id the provider's id
	 * @param settings how it behaves
	 */
	public SimulatedEmbeddingProvider(String id, SimulatedSettings settings) {
		this.id = id;
		this.settings = settings;
		this.failures = new Failures(id, settings);
	}

	@Override
	public Mono<EmbeddingResponse> embed(EmbeddingRequest request) {
		Mono<EmbeddingResponse> answer = Mono.fromSupplier(() -> answer(request));
		return this.settings.delay().isZero() ? answer : Mono.delay(this.settings.delay()).then(answer);
	}

	private EmbeddingResponse answer(EmbeddingRequest request) {
		String model = (request.model() != null) ? request.model() : this.settings.model();
		Reason fail = this.failures.next();
		if (fail != null) {
			throw LlmException.builder(fail, "simulated failure").provider(this.id).model(model).build();
		}
		Integer asked = request.options().dimensions();
		int dimensions = (asked != null) ? asked : DIMENSIONS;
		List<float[]> vectors = request.texts().stream().map((text) -> vector(text, dimensions)).toList();
		long words = request.texts().stream().mapToLong((text) -> words(text).length).sum();
		return new EmbeddingResponse(vectors, model, this.id, new Usage(words, null, null, null, null, Map.of()),
				List.of());
	}

	private static String[] words(String text) {
		return text.strip().split("\\s+");
	}

	private static float[] vector(String text, int dimensions) {
		float[] vector = new float[dimensions];
		for (String word : NO_WORD.split(text.toLowerCase(Locale.ROOT))) {
			add(vector, word, WORD_WEIGHT);
			for (int i = 0; i + LETTERS <= word.length(); i++) {
				add(vector, word.substring(i, i + LETTERS) + "-", 1);
			}
		}
		double sum = 0;
		for (float value : vector) {
			sum += (double) value * value;
		}
		if (sum == 0) {
			// nothing but punctuation
			vector[0] = 1;
			return vector;
		}
		float norm = (float) Math.sqrt(sum);
		for (int i = 0; i < dimensions; i++) {
			vector[i] /= norm;
		}
		return vector;
	}

	private static void add(float[] vector, String feature, float weight) {
		if (!feature.isEmpty()) {
			int hash = feature.hashCode() * 0x9E3779B9;
			vector[Math.floorMod(hash ^ (hash >>> 15), vector.length)] += weight;
		}
	}

}
