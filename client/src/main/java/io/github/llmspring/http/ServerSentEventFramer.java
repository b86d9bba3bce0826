package io.github.llmspring.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;

/**
 * Cuts server-sent events as the HTML standard defines them: lines end in LF, CR or CRLF,
 * a blank line ends an event, comments and unknown fields are passed over, several lines
 * of data are joined with LF.
 * <p>
 * One buffer serves the whole stream: data is handed out in place, and only an event of
 * several data lines is copied.
 */
final class ServerSentEventFramer implements Framer {

	private static final byte[] DATA = { 'd', 'a', 't', 'a' };

	private static final byte[] EVENT = { 'e', 'v', 'e', 'n', 't' };

	/**
	 * How many bytes of other lines may follow a line of data before the data is moved
	 * out of their way.
	 */
	private static final int SLACK = 1024;

	private final int maxEvent;

	private byte[] buffer = new byte[4096];

	private int end;

	private int scan;

	private int lineStart;

	private boolean afterCarriageReturn;

	private boolean firstLine = true;

	private boolean hasData;

	private int dataFrom;

	private int dataTo;

	private byte @Nullable [] joined;

	private int joinedSize;

	private @Nullable String name;

	private byte[] lastName = new byte[0];

	private @Nullable String lastNameText;

	private boolean dispatched;

	ServerSentEventFramer(int maxEvent) {
		this.maxEvent = maxEvent;
	}

	@Override
	public void add(DataBuffer bytes) {
		forgetDispatched();
		if (this.hasData && this.joined == null && this.lineStart - this.dataTo > SLACK) {
			join();
		}
		int count = bytes.readableByteCount();
		int keep = (this.hasData && this.joined == null) ? this.dataFrom : this.lineStart;
		int kept = this.end - keep;
		if (keep > 0) {
			System.arraycopy(this.buffer, keep, this.buffer, 0, kept);
			this.end = kept;
			this.scan -= keep;
			this.lineStart -= keep;
			this.dataFrom -= keep;
			this.dataTo -= keep;
		}
		if (kept + count > this.buffer.length) {
			this.buffer = Arrays.copyOf(this.buffer, Math.max(this.buffer.length * 2, kept + count));
		}
		bytes.read(this.buffer, this.end, count);
		this.end += count;
	}

	@Override
	public boolean next() {
		forgetDispatched();
		byte[] bytes = this.buffer;
		int limit = this.end;
		int position = this.scan;
		while (position < limit) {
			byte current = bytes[position++];
			if (current == '\n' || current == '\r') {
				boolean secondOfPair = this.afterCarriageReturn && current == '\n' && position - 1 == this.lineStart;
				int from = this.lineStart;
				this.afterCarriageReturn = current == '\r';
				this.lineStart = position;
				this.scan = position;
				if (!secondOfPair && line(from, position - 1)) {
					return true;
				}
			}
		}
		this.scan = position;
		requireSize(limit - this.lineStart);
		return false;
	}

	@Override
	public boolean last() {
		forgetDispatched();
		this.dispatched = this.hasData;
		return this.hasData;
	}

	private void forgetDispatched() {
		if (this.dispatched) {
			this.dispatched = false;
			this.hasData = false;
			this.joined = null;
			this.name = null;
		}
	}

	/**
	 * Takes in one line.
	 * @return whether it ends an event that has data
	 */
	private boolean line(int lineFrom, int to) {
		int from = lineFrom;
		if (this.firstLine) {
			this.firstLine = false;
			from += startsWithByteOrderMark(from, to) ? 3 : 0;
		}
		if (from == to) {
			this.dispatched = this.hasData;
			if (!this.hasData) {
				this.name = null;
			}
			return this.hasData;
		}
		if (isField(DATA, from, to)) {
			data(valueStart(from + DATA.length, to), to);
		}
		else if (isField(EVENT, from, to)) {
			this.name = name(valueStart(from + EVENT.length, to), to);
		}
		return false;
	}

	private boolean startsWithByteOrderMark(int from, int to) {
		return to - from >= 3 && this.buffer[from] == (byte) 0xEF && this.buffer[from + 1] == (byte) 0xBB
				&& this.buffer[from + 2] == (byte) 0xBF;
	}

	private boolean isField(byte[] field, int from, int to) {
		int after = from + field.length;
		return to >= after && Arrays.equals(this.buffer, from, after, field, 0, field.length)
				&& (to == after || this.buffer[after] == ':');
	}

	private int valueStart(int afterField, int to) {
		int start = Math.min(afterField + 1, to);
		return (start < to && this.buffer[start] == ' ') ? start + 1 : start;
	}

	private void data(int from, int to) {
		requireSize(to - from);
		if (!this.hasData) {
			this.hasData = true;
			this.dataFrom = from;
			this.dataTo = to;
			return;
		}
		byte[] before = (this.joined != null) ? this.joined : join();
		int size = this.joinedSize + 1 + to - from;
		requireSize(size);
		byte[] target = (size <= before.length) ? before : Arrays.copyOf(before, size * 2);
		target[this.joinedSize] = '\n';
		System.arraycopy(this.buffer, from, target, this.joinedSize + 1, to - from);
		this.joined = target;
		this.joinedSize = size;
	}

	private byte[] join() {
		byte[] data = Arrays.copyOfRange(this.buffer, this.dataFrom, this.dataTo);
		this.joined = data;
		this.joinedSize = data.length;
		return data;
	}

	private @Nullable String name(int from, int to) {
		if (from == to) {
			return null;
		}
		if (!Arrays.equals(this.buffer, from, to, this.lastName, 0, this.lastName.length)) {
			this.lastName = Arrays.copyOfRange(this.buffer, from, to);
			this.lastNameText = new String(this.lastName, StandardCharsets.UTF_8);
		}
		return this.lastNameText;
	}

	private void requireSize(int size) {
		if (size > this.maxEvent) {
			throw NoAnswer.eventTooLarge(this.maxEvent);
		}
	}

	@Override
	public @Nullable String name() {
		return this.name;
	}

	@Override
	public byte[] bytes() {
		return (this.joined != null) ? this.joined : this.buffer;
	}

	@Override
	public int from() {
		return (this.joined != null) ? 0 : this.dataFrom;
	}

	@Override
	public int to() {
		return (this.joined != null) ? this.joinedSize : this.dataTo;
	}

}
