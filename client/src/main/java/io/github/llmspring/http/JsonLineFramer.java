package io.github.llmspring.http;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * Cuts lines, each of which holds a JSON object; blank lines are passed over.
 * <p>
 * One buffer serves the whole stream and lines are handed out in place.
 */
final class JsonLineFramer implements Framer {

	private final int maxEvent;

	private byte[] buffer = new byte[4096];

	private int end;

	private int scan;

	private int lineStart;

	private int from;

	private int to;

	JsonLineFramer(int maxEvent) {
		this.maxEvent = maxEvent;
	}

	/**
	 * What looks like a document is the first line.
	 */
	@Override
	public boolean beginsWith(byte first) {
		return first == '{';
	}

	@Override
	public void add(DataBuffer bytes) {
		int count = bytes.readableByteCount();
		int kept = this.end - this.lineStart;
		if (this.lineStart > 0) {
			System.arraycopy(this.buffer, this.lineStart, this.buffer, 0, kept);
			this.scan -= this.lineStart;
			this.lineStart = 0;
			this.end = kept;
		}
		if (kept + count > this.buffer.length) {
			this.buffer = Arrays.copyOf(this.buffer, Math.max(this.buffer.length * 2, kept + count));
		}
		bytes.read(this.buffer, this.end, count);
		this.end += count;
	}

	@Override
	public boolean next() {
		byte[] bytes = this.buffer;
		int limit = this.end;
		for (int position = this.scan; position < limit; position++) {
			if (bytes[position] == '\n') {
				this.from = this.lineStart;
				this.to = position;
				this.lineStart = position + 1;
				this.scan = position + 1;
				if (hasContent()) {
					return true;
				}
			}
		}
		this.scan = limit;
		requireSize(limit - this.lineStart);
		return false;
	}

	@Override
	public boolean last() {
		this.from = this.lineStart;
		this.to = this.end;
		this.lineStart = this.end;
		this.scan = this.end;
		return hasContent();
	}

	private boolean hasContent() {
		requireSize(this.to - this.from);
		for (int i = this.from; i < this.to; i++) {
			if (this.buffer[i] < 0 || this.buffer[i] > ' ') {
				return true;
			}
		}
		return false;
	}

	private void requireSize(int size) {
		if (size > this.maxEvent) {
			throw NoAnswer.eventTooLarge(this.maxEvent);
		}
	}

	@Override
	public @Nullable String name() {
		return null;
	}

	@Override
	public byte[] bytes() {
		return this.buffer;
	}

	@Override
	public int from() {
		return this.from;
	}

	@Override
	public int to() {
		return this.to;
	}

}
