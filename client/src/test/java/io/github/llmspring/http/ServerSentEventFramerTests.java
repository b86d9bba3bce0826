package io.github.llmspring.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ServerSentEventFramer}.
 */
class ServerSentEventFramerTests {

	private static final int LIMIT = 100_000;

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "\r" })
	void everyLineEndSeparatesEvents(String lineEnd) {
		String stream = String.join(lineEnd, "data: one", "", "data: two", "", "");
		assertThat(whole(stream)).containsExactly(event("one"), event("two"));
		assertThat(byteByByte(stream)).containsExactly(event("one"), event("two"));
	}

	@Test
	void lineEndsMayBeMixed() {
		String stream = "data: one\r\ndata: more\rdata: lines\n\r\ndata: two\n\rdata: three\r\r";
		assertThat(whole(stream)).containsExactly(event("one\nmore\nlines"), event("two"), event("three"));
		assertThat(byteByByte(stream)).containsExactly(event("one\nmore\nlines"), event("two"), event("three"));
	}

	@Test
	void carriageReturnAndLineFeedInTwoPacketsAreOneLineEnd() {
		assertThat(packets("data: one\r", "\ndata: more\r", "\n\r", "\ndata: two\r\n\r\n"))
			.containsExactly(event("one\nmore"), event("two"));
	}

	@Test
	void eventEndingInCarriageReturnIsNotHeldBack() {
		ServerSentEventFramer framer = new ServerSentEventFramer(LIMIT);
		framer.add(buffer("data: one\r\r"));
		assertThat(framer.next()).isTrue();
		framer.add(buffer("\ndata: two\r\r"));
		assertThat(framer.next()).isTrue();
		assertThat(current(framer)).isEqualTo(event("two"));
	}

	@Test
	void characterSplitBetweenPacketsStaysWhole() {
		assertThat(byteByByte("data: né 中 😀\n\n")).containsExactly(event("né 中 😀"));
	}

	@Test
	void severalLinesOfDataAreJoined() {
		assertThat(whole("data: a\ndata\ndata:\ndata:  b\n\n")).containsExactly(event("a\n\n\n b"));
	}

	@Test
	void emptyDataIsAnEvent() {
		assertThat(whole("data:\n\ndata\n\n")).containsExactly(event(""), event(""));
	}

	@Test
	void eventWithoutDataIsNone() {
		assertThat(whole("event: ping\n\nid: 7\n\nretry: 100\n\n\n\ndata: one\n\n")).containsExactly(event("one"));
	}

	@Test
	void nameBelongsToOneEvent() {
		assertThat(whole("event: a\ndata: 1\n\ndata: 2\n\nevent: b\n\ndata: 3\n\ndata: 4\nevent:c\n\n"))
			.containsExactly(new Event("a", "1"), event("2"), event("3"), new Event("c", "4"));
	}

	@Test
	void nameThatRepeatsIsOneString() {
		ServerSentEventFramer framer = new ServerSentEventFramer(LIMIT);
		framer.add(buffer("event: delta\ndata: 1\n\nevent: delta\ndata: 2\n\n"));
		framer.next();
		String first = framer.name();
		framer.next();
		assertThat(framer.name()).isSameAs(first);
	}

	@Test
	void commentsAndUnknownFieldsArePassedOver() {
		String stream = ": comment\n:\ndata: one\n: in between\nfoo: bar\ndatax: no\nDATA: no\n data: no\n\n";
		assertThat(whole(stream)).containsExactly(event("one"));
		assertThat(byteByByte(stream)).containsExactly(event("one"));
	}

	@Test
	void onlyOneSpaceAfterTheColonIsNoData() {
		assertThat(whole("data:a\n\ndata: b\n\ndata:  c\n\ndata:\td\n\n")).containsExactly(event("a"), event("b"),
				event(" c"), event("\td"));
	}

	@Test
	void byteOrderMarkIsPassedOverAtTheBeginningOnly() {
		String stream = "\uFEFFdata: one\n\n\uFEFFdata: two\n\ndata: three\n\n";
		assertThat(whole(stream)).containsExactly(event("one"), event("three"));
		assertThat(byteByByte(stream)).containsExactly(event("one"), event("three"));
	}

	@Test
	void eventWhoseBlankLineIsMissingIsTheLast() {
		ServerSentEventFramer framer = new ServerSentEventFramer(LIMIT);
		framer.add(buffer("data: one\n\ndata: two\n"));
		framer.next();
		assertThat(framer.next()).isFalse();
		assertThat(framer.last()).isTrue();
		assertThat(current(framer)).isEqualTo(event("two"));
		assertThat(framer.last()).isFalse();
	}

	@Test
	void unfinishedLineIsNoEvent() {
		ServerSentEventFramer framer = new ServerSentEventFramer(LIMIT);
		framer.add(buffer("data: one\n\ndata: tw"));
		framer.next();
		assertThat(framer.next()).isFalse();
		assertThat(framer.last()).isFalse();
	}

	@Test
	void anyPacketsGiveTheEventsOfTheNaiveSplitter() {
		for (int seed = 0; seed < 2_000; seed++) {
			Random random = new Random(seed);
			String stream = RandomStream.of(random);
			List<Event> expected = NaiveSplitter.split(stream);
			assertThat(whole(stream)).as("seed %d, whole", seed).isEqualTo(expected);
			assertThat(byteByByte(stream)).as("seed %d, byte by byte", seed).isEqualTo(expected);
			assertThat(randomPackets(stream, random)).as("seed %d, random packets", seed).isEqualTo(expected);
		}
	}

	@Test
	void eventLargerThanTheBufferIsWhole() {
		String large = "0123456789".repeat(5_000);
		String stream = "data: a\n\nevent: large\ndata: " + large + "\n\ndata: b\n\n";
		List<Event> expected = List.of(event("a"), new Event("large", large), event("b"));
		assertThat(whole(stream)).isEqualTo(expected);
		assertThat(byteByByte(stream)).isEqualTo(expected);
	}

	@Test
	void lineLargerThanTheLimitIsRefusedBeforeItEnds() {
		assertRefused(100, "data: " + "x".repeat(120));
		assertRefused(100, ": " + "x".repeat(120));
	}

	@Test
	void dataOfManyLinesCountsAsOneEvent() {
		assertThat(framesOf(new ServerSentEventFramer(99), List.of(bytes("data: x\n".repeat(50) + "\n")))).hasSize(1);
		assertRefused(99, "data: x\n".repeat(51));
	}

	@Test
	void floodOfOtherLinesAfterDataIsNotKept() {
		ServerSentEventFramer framer = new ServerSentEventFramer(10_000);
		framer.add(buffer("data: one\n"));
		framer.next();
		String comment = ": keep-alive\n".repeat(70);
		for (int i = 0; i < 1_000; i++) {
			framer.add(buffer(comment));
			framer.next();
		}
		assertThat(framer.bytes().length).isLessThan(10_000);
		framer.add(buffer("data: two\n\n"));
		assertThat(framer.next()).isTrue();
		assertThat(current(framer)).isEqualTo(event("one\ntwo"));
		assertThat(framer.next()).isFalse();
	}

	@Test
	void bufferOfALongStreamStaysSmall() {
		ServerSentEventFramer framer = new ServerSentEventFramer(LIMIT);
		int frames = 0;
		for (int i = 0; i < 10_000; i++) {
			framer.add(buffer("data: {\"piece\":" + i + "}\n\nda"));
			while (framer.next()) {
				frames++;
			}
			framer.add(buffer("ta: half\n\n"));
			while (framer.next()) {
				frames++;
			}
		}
		assertThat(frames).isEqualTo(20_000);
		assertThat(framer.bytes()).hasSize(4096);
	}

	private static void assertRefused(int limit, String stream) {
		for (List<byte[]> packets : List.of(List.of(bytes(stream)), singleBytes(stream))) {
			assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> framesOf(new ServerSentEventFramer(limit), packets))
				.withMessage("an event of the stream is larger than " + limit
						+ " bytes. Raise limits.event if the service really sends such events.");
		}
	}

	private static List<Event> whole(String stream) {
		return framesOf(new ServerSentEventFramer(LIMIT), List.of(bytes(stream)));
	}

	private static List<Event> byteByByte(String stream) {
		return framesOf(new ServerSentEventFramer(LIMIT), singleBytes(stream));
	}

	private static List<Event> packets(String... packets) {
		return framesOf(new ServerSentEventFramer(LIMIT),
				Arrays.stream(packets).map(ServerSentEventFramerTests::bytes).toList());
	}

	private static List<Event> randomPackets(String stream, Random random) {
		byte[] bytes = bytes(stream);
		List<byte[]> packets = new ArrayList<>();
		for (int from = 0; from < bytes.length;) {
			int to = Math.min(bytes.length, from + random.nextInt(12));
			packets.add(Arrays.copyOfRange(bytes, from, to));
			from = to;
		}
		return framesOf(new ServerSentEventFramer(LIMIT), packets);
	}

	private static List<byte[]> singleBytes(String stream) {
		List<byte[]> packets = new ArrayList<>();
		for (byte single : bytes(stream)) {
			packets.add(new byte[] { single });
		}
		return packets;
	}

	private static List<Event> framesOf(ServerSentEventFramer framer, List<byte[]> packets) {
		List<Event> events = new ArrayList<>();
		for (byte[] packet : packets) {
			framer.add(DefaultDataBufferFactory.sharedInstance.wrap(packet));
			while (framer.next()) {
				events.add(current(framer));
			}
		}
		if (framer.last()) {
			events.add(current(framer));
		}
		return events;
	}

	private static Event current(ServerSentEventFramer framer) {
		return new Event(framer.name(),
				new String(framer.bytes(), framer.from(), framer.to() - framer.from(), StandardCharsets.UTF_8));
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(bytes(text));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static Event event(String data) {
		return new Event(null, data);
	}

	private record Event(@Nullable String name, String data) {
	}

	/**
	 * The standard's algorithm, written to be read: all lines at hand, no buffers.
	 */
	private static final class NaiveSplitter {

		static List<Event> split(String stream) {
			String text = stream.startsWith("\uFEFF") ? stream.substring(1) : stream;
			String[] pieces = text.split("\r\n|\r|\n", -1);
			List<Event> events = new ArrayList<>();
			StringBuilder data = new StringBuilder();
			String name = null;
			for (String line : Arrays.copyOf(pieces, pieces.length - 1)) {
				int colon = line.indexOf(':');
				String field = (colon < 0) ? line : line.substring(0, colon);
				String value = (colon < 0) ? "" : line.substring(colon + 1);
				value = value.startsWith(" ") ? value.substring(1) : value;
				if (line.isEmpty()) {
					add(events, name, data);
					name = null;
					data.setLength(0);
				}
				else if (field.equals("data")) {
					data.append(value).append('\n');
				}
				else if (field.equals("event")) {
					name = value.isEmpty() ? null : value;
				}
			}
			add(events, name, data);
			return events;
		}

		private static void add(List<Event> events, @Nullable String name, StringBuilder data) {
			if (!data.isEmpty()) {
				events.add(new Event(name, data.substring(0, data.length() - 1)));
			}
		}

	}

	/**
	 * Streams of everything that may stand in one, in any order.
	 */
	private static final class RandomStream {

		private static final List<String> LINES = List.of("", "", "", "data: {\"text\":\"né\"}", "data:x", "data",
				"data:", "data:  中文 😀", "event: delta", "event:ping", "event", "event:", ": comment", ":", "id: 1",
				"retry: 5", "dat", "datadata: x", "data : x", "\uFEFFdata: y", "x", " ", "data: a:b:c");

		private static final List<String> LINE_ENDS = List.of("\n", "\n", "\r\n", "\r");

		static String of(Random random) {
			StringBuilder stream = new StringBuilder((random.nextInt(4) == 0) ? "\uFEFF" : "");
			boolean mixed = random.nextBoolean();
			String usual = LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
			for (int i = random.nextInt(40); i > 0; i--) {
				stream.append(LINES.get(random.nextInt(LINES.size())));
				stream.append(mixed ? LINE_ENDS.get(random.nextInt(LINE_ENDS.size())) : usual);
			}
			return stream.append((random.nextInt(3) == 0) ? "data: cut" : "").toString();
		}

	}

}
