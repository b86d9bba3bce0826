package io.github.llmspring.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reading and writing of JSON with limits, on a private mapper.
 */
public final class Json {

	private static final int MAX_STRING_LENGTH = 20_000_000;

	private static final Map<Integer, Json> BY_DEPTH = new ConcurrentHashMap<>();

	private final JsonMapper mapper;

	private final JsonFactory factory;

	private final ObjectReader reader;

	private final ObjectReader valueReader;

	private final ObjectWriteContext writing;

	private Json(int depth) {
		StreamReadConstraints constraints = StreamReadConstraints.builder()
			.maxNestingDepth(depth)
			.maxStringLength(MAX_STRING_LENGTH)
			.build();
		this.factory = JsonFactory.builder().streamReadConstraints(constraints).build();
		this.mapper = JsonMapper.builder(this.factory).build();
		this.reader = this.mapper.reader();
		this.valueReader = this.reader.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
		this.writing = new ValuesByMapper(this.mapper);
	}

	static Json ofDepth(int depth) {
		return BY_DEPTH.computeIfAbsent(depth, Json::new);
	}

	/**
	 * Parser of a whole body, standing before its first token.
	 * @param body the body
	 * @return the parser, to be closed
	 */
	public JsonParser parser(byte[] body) {
		return this.factory.createParser(ObjectReadContext.empty(), body);
	}

	/**
	 * Parser that is fed piece by piece.
	 * @return the parser, to be closed
	 */
	public JsonParser nonBlockingParser() {
		return this.factory.createNonBlockingByteArrayParser(ObjectReadContext.empty());
	}

	/**
	 * Reads a small document as a tree; not for the path of streamed content.
	 * @param bytes a buffer that holds the document
	 * @param from index of the first byte
	 * @param to index after the last byte
	 * @return the tree, or {@code null} where the bytes are no JSON
	 */
	public @Nullable JsonNode tree(byte[] bytes, int from, int to) {
		try {
			JsonNode tree = this.reader.readTree(bytes, from, to - from);
			return tree.isMissingNode() ? null : tree;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Reads a small document as a tree; not for the path of streamed content.
	 * @param text the document
	 * @return the tree, or {@code null} where the text is no JSON
	 */
	public @Nullable JsonNode tree(String text) {
		try {
			JsonNode tree = this.reader.readTree(text);
			return tree.isMissingNode() ? null : tree;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Reads the current value as a tree; not for what each piece of a stream holds.
	 * @param parser the parser, standing on a value; afterwards on its last token
	 * @return the tree
	 */
	public JsonNode tree(JsonParser parser) {
		return this.valueReader.readTree(parser);
	}

	/**
	 * Writes a document.
	 * @param content writes what the document holds
	 * @return the document in UTF-8
	 */
	public byte[] write(Consumer<JsonGenerator> content) {
		BufferRecycler recycler = this.factory._getBufferRecycler();
		try {
			BodyBuffer body = new BodyBuffer(recycler);
			try (JsonGenerator generator = this.factory.createGenerator(this.writing, body)) {
				content.accept(generator);
			}
			return body.toByteArray();
		}
		finally {
			recycler.releaseToPool();
		}
	}

	/**
	 * Moves on to the next token of a document that is at hand in full.
	 * @param parser the parser
	 * @return the token
	 * @throws LlmException if the document ends here
	 */
	public static JsonToken next(JsonParser parser) {
		JsonToken token = parser.nextToken();
		if (token == null || token == JsonToken.NOT_AVAILABLE) {
			throw UnreadableAnswer.because("the JSON ends in the middle");
		}
		return token;
	}

	/**
	 * Text of the current value.
	 * @param parser the parser, standing on a value
	 * @return the text, or {@code null} where the value is none or null
	 */
	public static @Nullable String text(JsonParser parser) {
		JsonToken token = parser.currentToken();
		if (token == JsonToken.VALUE_STRING || (token != null && token.isNumeric())) {
			return parser.getString();
		}
		parser.skipChildren();
		return null;
	}

	/**
	 * Text of the current value, which most likely is one that is known already.
	 * @param parser the parser, standing on a value
	 * @param known the known text, or {@code null}
	 * @return the known text itself where the value is the same, so that no copy is made;
	 * {@code null} where the value is no text
	 */
	public static @Nullable String text(JsonParser parser, @Nullable String known) {
		boolean same = known != null && parser.currentToken() == JsonToken.VALUE_STRING
				&& parser.getStringLength() == known.length()
				&& matches(known, parser.getStringCharacters(), parser.getStringOffset());
		return same ? known : text(parser);
	}

	/**
	 * Text of the current value if it is one of some words, found without making a copy
	 * of it.
	 * @param parser the parser, standing on a value
	 * @param words the words to tell apart
	 * @return the word, or {@code null} where the value is none of them
	 */
	public static @Nullable String word(JsonParser parser, List<String> words) {
		if (parser.currentToken() != JsonToken.VALUE_STRING) {
			parser.skipChildren();
			return null;
		}
		int length = parser.getStringLength();
		char[] characters = parser.getStringCharacters();
		int from = parser.getStringOffset();
		for (int i = 0; i < words.size(); i++) {
			String word = words.get(i);
			if (word.length() == length && matches(word, characters, from)) {
				return word;
			}
		}
		return null;
	}

	private static boolean matches(String word, char[] characters, int from) {
		for (int i = 0; i < word.length(); i++) {
			if (word.charAt(i) != characters[from + i]) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether a text is one JSON object and nothing else, so that it may be written as it
	 * is.
	 * @param text the text
	 * @return whether it is an object
	 */
	public boolean isObject(String text) {
		try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), text)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return false;
			}
			parser.skipChildren();
			return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	/**
	 * Whether a text is the beginning of a JSON value whose end is missing. A text that
	 * is wrong in another way, or nested too deeply to be read to its end, is not.
	 * @param text the text
	 * @return whether it ends in the middle
	 */
	boolean endsEarly(String text) {
		try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), text)) {
			parser.nextToken();
			parser.skipChildren();
			return false;
		}
		catch (UnexpectedEndOfInputException ex) {
			return true;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	/**
	 * The current value as JSON text, numbers as they were written.
	 * @param parser the parser, standing on a value; afterwards on its last token
	 * @return the JSON
	 */
	public String copy(JsonParser parser) {
		byte[] copied = write((generator) -> copy(parser, generator));
		return new String(copied, StandardCharsets.UTF_8);
	}

	private static void copy(JsonParser parser, JsonGenerator generator) {
		int depth = 0;
		JsonToken token = parser.currentToken();
		while (true) {
			if (token.isNumeric()) {
				generator.writeNumber(parser.getString());
			}
			else {
				generator.copyCurrentEvent(parser);
			}
			depth += token.isStructStart() ? 1 : (token.isStructEnd() ? -1 : 0);
			if (depth == 0) {
				return;
			}
			token = next(parser);
		}
	}

}
