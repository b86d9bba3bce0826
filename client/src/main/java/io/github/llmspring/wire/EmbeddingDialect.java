package io.github.llmspring.wire;

import java.util.List;

/**
 * In what services that make vectors differ.
 */
public final class EmbeddingDialect {

	/**
	 * Embedding format of the service: {@code none} where it makes no vectors, empty for
	 * the one that goes with its wire format.
	 */
	public static final DialectKey<String> FORMAT = DialectKey.text("embeddings", "");

	/**
	 * Path that requests are sent to; {@code {model}} in it stands for the model's name.
	 */
	public static final DialectKey<String> PATH = DialectKey.text("embedding-path", "/embeddings");

	/**
	 * Most texts of one request; 0 for what the format says.
	 */
	public static final DialectKey<Integer> BATCH = new DialectKey<>("embedding-batch", Integer.class, 0);

	/**
	 * Most bytes of the texts of one request, as a stand-in for tokens; 0 for any number.
	 */
	public static final DialectKey<Integer> BATCH_BYTES = new DialectKey<>("embedding-batch-bytes", Integer.class, 0);

	/**
	 * Field that sets the length of vectors.
	 */
	public static final DialectKey<String> DIMENSIONS_FIELD = DialectKey.text("embedding-dimensions-field",
			"dimensions");

	/**
	 * How vectors are asked to be written, such as {@code base64}; empty to ask for
	 * nothing.
	 */
	public static final DialectKey<String> ENCODING = DialectKey.text("embedding-encoding", "");

	/**
	 * Whether base64 holds a signed byte for each dimension, in place of a float.
	 */
	public static final DialectKey<Boolean> BYTES = DialectKey.flag("embedding-bytes", false);

	/**
	 * Words for what a vector is for, such as {@code query=search_query}; what has no
	 * word is left out.
	 */
	public static final DialectKey<List<?>> INPUT_TYPES = DialectKey.list("embedding-input-types");

	/**
	 * Field that says, being false, that a text which is too long is an error: cut in
	 * silence, its end could not be found. Empty where that is so anyway.
	 */
	public static final DialectKey<String> CUT_FIELD = DialectKey.text("embedding-cut-field", "");

	/**
	 * Whether vectors come at any length and are to be brought to length 1.
	 */
	public static final DialectKey<Boolean> NORMALISE = DialectKey.flag("embedding-normalise", false);

	private EmbeddingDialect() {
	}

}
