package io.github.llmspring.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * Cuts binary messages: a prelude of the message's length, the length of its headers and
 * a checksum of the two; then headers, payload and a checksum of all.
 * <p>
 * One buffer serves the whole stream and payloads are handed out in place. Nothing is
 * believed before its checksum was right.
 */
final class BinaryMessageFramer implements Framer {

	private static final int PRELUDE = 12;

	private static final int CHECKSUM = 4;

	private final int maxEvent;

	private final CRC32 checksum = new CRC32();

	private byte[] buffer = new byte[4096];

	private ByteBuffer numbers = ByteBuffer.wrap(this.buffer);

	private int end;

	private int start;

	private boolean preludeChecked;

	private @Nullable MessageHeaders headers;

	private int from;

	private int to;

	BinaryMessageFramer(int maxEvent) {
		this.maxEvent = maxEvent;
	}

	/**
	 * A message that is shorter than 16 MB begins with a zero, which no document does;
	 * its further bytes may look like anything.
	 */
	@Override
	public boolean beginsWith(byte first) {
		return first == 0;
	}

	@Override
	public void add(DataBuffer bytes) {
		int count = bytes.readableByteCount();
		int kept = this.end - this.start;
		if (this.start > 0) {
			System.arraycopy(this.buffer, this.start, this.buffer, 0, kept);
			this.start = 0;
			this.end = kept;
		}
		if (kept + count > this.buffer.length) {
			this.buffer = Arrays.copyOf(this.buffer, Math.max(this.buffer.length * 2, kept + count));
			this.numbers = ByteBuffer.wrap(this.buffer);
		}
		bytes.read(this.buffer, this.end, count);
		this.end += count;
	}

	@Override
	public boolean next() {
		int available = this.end - this.start;
		if (available < PRELUDE) {
			return false;
		}
		int length = this.numbers.getInt(this.start);
		int headersLength = this.numbers.getInt(this.start + 4);
		if (!this.preludeChecked) {
			check(PRELUDE - CHECKSUM);
			checkLengths(length, headersLength);
			this.preludeChecked = true;
		}
		if (available < length) {
			return false;
		}
		check(length - CHECKSUM);
		int headersFrom = this.start + PRELUDE;
		int payload = headersFrom + headersLength;
		MessageHeaders known = this.headers;
		if (known == null || !known.are(this.buffer, headersFrom, payload)) {
			this.headers = MessageHeaders.read(this.buffer, headersFrom, payload);
		}
		this.from = payload;
		this.to = this.start + length - CHECKSUM;
		this.start += length;
		this.preludeChecked = false;
		return true;
	}

	/**
	 * A part of a message is none.
	 */
	@Override
	public boolean last() {
		return false;
	}

	private void check(int length) {
		this.checksum.reset();
		this.checksum.update(this.buffer, this.start, length);
		if ((int) this.checksum.getValue() != this.numbers.getInt(this.start + length)) {
			throw LlmException.of(LlmException.Reason.MALFORMED_RESPONSE,
					"a message of the stream was damaged on its way: its checksum is wrong");
		}
	}

	private void checkLengths(int length, int headersLength) {
		if (length < 0 || length > this.maxEvent) {
			throw NoAnswer.eventTooLarge(this.maxEvent);
		}
		if (headersLength < 0 || headersLength > length - PRELUDE - CHECKSUM) {
			throw MessageHeaders.malformed();
		}
	}

	@Override
	public @Nullable String name() {
		return (this.headers != null) ? this.headers.name() : null;
	}

	@Override
	public byte[] bytes() {
		byte[] words = (this.headers != null) ? this.headers.errorWords() : null;
		return (words != null) ? words : this.buffer;
	}

	@Override
	public int from() {
		return (bytes() != this.buffer) ? 0 : this.from;
	}

	@Override
	public int to() {
		byte[] bytes = bytes();
		return (bytes != this.buffer) ? bytes.length : this.to;
	}

}
