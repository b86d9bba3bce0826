package io.github.llmspring.wire;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.ByteArrayBuilder;

/**
 * Body in the making. Files are remembered where they belong and encoded once, into the
 * body itself, whose length is known by then.
 */
final class BodyBuffer extends OutputStream {

	private final ByteArrayBuilder written;

	private final List<Insertion> insertions = new ArrayList<>(0);

	/**
	 * Empty body.
	 * @param recycler lends the buffer
	 */
	BodyBuffer(BufferRecycler recycler) {
		this.written = new ByteArrayBuilder(recycler);
	}

	/**
	 * Writes a text that holds a file.
	 * @param json where to write a text, made by {@link Json#write}
	 * @param before what comes before the file
	 * @param file the file
	 * @param after what comes after the file
	 */
	static void write(JsonGenerator json, String before, EncodedFile file, String after) {
		json.writeRawValue("\"" + quoted(before));
		json.flush();
		BodyBuffer body = (BodyBuffer) json.streamWriteOutputTarget();
		body.insertions.add(new Insertion(body.written.size(), file));
		json.writeRaw(quoted(after) + "\"");
	}

	private static String quoted(String text) {
		return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
	}

	@Override
	public void write(int value) {
		this.written.write(value);
	}

	@Override
	public void write(byte[] bytes, int from, int length) {
		this.written.write(bytes, from, length);
	}

	/**
	 * The whole body; the buffer is given back.
	 */
	byte[] toByteArray() {
		byte[] text = this.written.getClearAndRelease();
		return this.insertions.isEmpty() ? text : assemble(text);
	}

	private byte[] assemble(byte[] text) {
		long length = text.length;
		for (Insertion insertion : this.insertions) {
			length += insertion.file().length();
		}
		byte[] body = new byte[Math.toIntExact(length)];
		int from = 0;
		int at = 0;
		for (Insertion insertion : this.insertions) {
			System.arraycopy(text, from, body, at, insertion.at() - from);
			at += insertion.at() - from;
			from = insertion.at();
			at = insertion.file().write(body, at);
		}
		System.arraycopy(text, from, body, at, text.length - from);
		return body;
	}

	private record Insertion(int at, EncodedFile file) {
	}

}
