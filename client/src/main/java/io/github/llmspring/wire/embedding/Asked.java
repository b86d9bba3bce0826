package io.github.llmspring.wire.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.llmspring.EmbeddingOptions.InputType;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.EmbeddingDialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.JsonBody;
import io.github.llmspring.wire.PathSegment;
import org.jspecify.annotations.Nullable;

/**
 * One request in the making: what is asked, in the words of a service, and what of it has
 * to be left out.
 */
final class Asked {

	private final EmbeddingRequest request;

	private final Dialect dialect;

	private final List<String> warnings = new ArrayList<>(0);

	Asked(EmbeddingRequest request, Dialect dialect) {
		this.request = request;
		this.dialect = dialect;
	}

	List<String> texts() {
		return this.request.texts();
	}

	/**
	 * The only text, for services that take one at a time.
	 */
	String text() {
		return this.request.texts().get(0);
	}

	String model() {
		return String.valueOf(this.request.model());
	}

	@Nullable Integer dimensions() {
		return this.request.options().dimensions();
	}

	/**
	 * Word for what the vectors are for: the dialect's, else the format's.
	 * @param words the format's words
	 * @return the word, or {@code null} where there is none
	 */
	@Nullable String inputType(Map<InputType, String> words) {
		InputType type = this.request.options().inputType();
		if (type == null) {
			return null;
		}
		String own = word(type.name().toLowerCase(Locale.ROOT));
		String word = (own != null) ? own : words.get(type);
		if (word == null) {
			this.warnings.add("The model makes no difference between types of input: " + type + " was left out.");
		}
		return word;
	}

	private @Nullable String word(String type) {
		for (Object entry : this.dialect.get(EmbeddingDialect.INPUT_TYPES)) {
			String[] pair = ((String) entry).split("=", 2);
			if (pair[0].equals(type)) {
				return pair[1];
			}
		}
		return null;
	}

	/**
	 * Says that the length of vectors cannot be chosen, where it was.
	 */
	void withoutDimensions() {
		if (dimensions() != null) {
			this.warnings.add("The model's vectors have one length only: the dimensions were left out.");
		}
	}

	HttpCall post(String path, Consumer<JsonBody> fields) {
		byte[] body = JsonBody.write(this.dialect.json(), this.request.options().extra(), fields);
		return HttpCall.post(PathSegment.withModel(path, this.request.model()), Map.of(), body,
				List.copyOf(this.warnings));
	}

}
