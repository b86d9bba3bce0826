package io.github.llmspring.wire.embedding;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.Usage;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.EmbeddingDialect;
import io.github.llmspring.wire.ErrorReader;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.UnreadableAnswer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads vectors out of an answer, straight into arrays.
 * <p>
 * Services nest their vectors differently, but in all of them an array of numbers is a
 * vector, and so is text where an array could stand. So one reader serves every format.
 */
final class VectorReader {

	private static final List<String> ENCODED = List.of("embedding", "values", "base64");

	/**
	 * The same vectors again, in other types of numbers.
	 */
	private static final String REPEATED = "embeddingsByType";

	/**
	 * Where services count the tokens they have read, best first.
	 */
	private static final List<String> INPUT_COUNTS = List.of("usage.prompt_tokens", "usage.total_tokens",
			"usageMetadata.promptTokenCount", "predictions.embeddings.statistics.token_count",
			"meta.billed_units.input_tokens", "inputTextTokenCount", "prompt_eval_count");

	private static final String COUNT_HEADER = "x-amzn-bedrock-input-token-count";

	private final JsonParser parser;

	private final Dialect dialect;

	private final List<Numbered> vectors;

	private final Map<String, Long> counts = new HashMap<>();

	private final String costPath;

	private @Nullable Cost cost;

	private @Nullable String model;

	private boolean failed;

	private int length = 1024;

	private VectorReader(JsonParser parser, int expected, Dialect dialect) {
		this.parser = parser;
		this.dialect = dialect;
		this.vectors = new ArrayList<>(expected);
		String costField = dialect.get(DialectKey.COST_FIELD);
		this.costPath = costField.isEmpty() ? "" : "usage." + costField;
	}

	static EmbeddingResponse read(byte[] body, Headers headers, EmbeddingRequest request, Dialect dialect) {
		try (JsonParser parser = dialect.json().parser(body)) {
			VectorReader reader = new VectorReader(parser, request.texts().size(), dialect);
			Json.next(parser);
			reader.value("");
			if (reader.failed && reader.vectors.isEmpty()) {
				throw ErrorReader.inBand(body, 0, body.length);
			}
			return reader.response(headers, request);
		}
		catch (JacksonException ex) {
			throw UnreadableAnswer.invalid("it", ex);
		}
	}

	private void value(String path) {
		JsonToken token = this.parser.currentToken();
		if (token == JsonToken.START_OBJECT) {
			object(path);
		}
		else if (token == JsonToken.START_ARRAY) {
			array(path);
		}
		else if (token.isNumeric() && path.equals(this.costPath)) {
			charged(this.parser.getDecimalValue().movePointLeft(this.dialect.get(DialectKey.COST_DECIMALS)));
		}
		else if (token == JsonToken.VALUE_NUMBER_INT) {
			this.counts.merge(path, this.parser.getLongValue(), Long::sum);
		}
	}

	private void charged(BigDecimal amount) {
		if (amount.signum() >= 0) {
			this.cost = Cost.usd(amount);
		}
	}

	private void object(String path) {
		int before = this.vectors.size();
		int index = -1;
		while (Json.next(this.parser) != JsonToken.END_OBJECT) {
			String name = this.parser.currentName();
			JsonToken token = Json.next(this.parser);
			this.failed |= path.isEmpty() && name.equals("error") && token != JsonToken.VALUE_NULL;
			if (name.equals("index") && token == JsonToken.VALUE_NUMBER_INT) {
				index = this.parser.getIntValue();
			}
			else if (token == JsonToken.VALUE_STRING) {
				text(path, name);
			}
			else if (name.equals(REPEATED)) {
				this.parser.skipChildren();
			}
			else {
				value(path.isEmpty() ? name : path + "." + name);
			}
		}
		if (index >= 0 && this.vectors.size() == before + 1) {
			this.vectors.set(before, new Numbered(index, this.vectors.get(before).vector()));
		}
	}

	private void text(String path, String name) {
		if (ENCODED.contains(name)) {
			add(Base64Vector.read(this.parser.getBinaryValue(), this.dialect.get(EmbeddingDialect.BYTES)));
		}
		else if (path.isEmpty() && name.equals("model")) {
			this.model = this.parser.getString();
		}
	}

	private void array(String path) {
		JsonToken token = Json.next(this.parser);
		if (token.isNumeric()) {
			add(numbers());
			return;
		}
		boolean encoded = path.endsWith(".base64");
		while (token != JsonToken.END_ARRAY) {
			if (encoded && token == JsonToken.VALUE_STRING) {
				add(Base64Vector.read(this.parser.getBinaryValue(), this.dialect.get(EmbeddingDialect.BYTES)));
			}
			value(path);
			token = Json.next(this.parser);
		}
	}

	private float[] numbers() {
		float[] numbers = new float[this.length];
		int count = 0;
		JsonToken token = this.parser.currentToken();
		while (token != JsonToken.END_ARRAY) {
			if (!token.isNumeric()) {
				throw UnreadableAnswer.because("a vector holds something that is no number");
			}
			if (count == numbers.length) {
				numbers = Arrays.copyOf(numbers, 2 * count);
			}
			numbers[count++] = this.parser.getFloatValue();
			token = Json.next(this.parser);
		}
		this.length = count;
		return (count == numbers.length) ? numbers : Arrays.copyOf(numbers, count);
	}

	private void add(float[] vector) {
		if (this.dialect.get(EmbeddingDialect.NORMALISE)) {
			normalise(vector);
		}
		this.vectors.add(new Numbered(this.vectors.size(), vector));
	}

	private static void normalise(float[] vector) {
		double sum = 0;
		for (float value : vector) {
			sum += (double) value * value;
		}
		if (sum == 0) {
			return;
		}
		double norm = Math.sqrt(sum);
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) (vector[i] / norm);
		}
	}

	private EmbeddingResponse response(Headers headers, EmbeddingRequest request) {
		int expected = request.texts().size();
		if (this.vectors.size() != expected) {
			throw UnreadableAnswer.because("it holds " + this.vectors.size() + " vectors for " + expected + " texts");
		}
		this.vectors.sort(Comparator.comparingInt(Numbered::index));
		List<float[]> ordered = this.vectors.stream().map(Numbered::vector).toList();
		String named = (this.model != null) ? this.model : String.valueOf(request.model());
		return new EmbeddingResponse(ordered, named, null, usage(headers), List.of()).withCost(this.cost);
	}

	private Usage usage(Headers headers) {
		Map<String, Long> raw = new HashMap<>();
		this.counts.forEach((path, count) -> {
			if (path.toLowerCase(Locale.ROOT).contains("token") || INPUT_COUNTS.contains(path)) {
				raw.put(path.startsWith("usage.") ? path.substring("usage.".length()) : path, count);
			}
		});
		return new Usage(inputTokens(headers), null, null, null, null, raw);
	}

	/**
	 * No text is empty, so a count of nothing means that the service did not count.
	 */
	private @Nullable Long inputTokens(Headers headers) {
		for (String path : INPUT_COUNTS) {
			Long count = this.counts.get(path);
			if (count != null && count > 0) {
				return count;
			}
		}
		String told = headers.first(COUNT_HEADER);
		return (told != null && told.matches("[1-9][0-9]{0,17}")) ? Long.valueOf(told) : null;
	}

	private record Numbered(int index, float[] vector) {
	}

}
