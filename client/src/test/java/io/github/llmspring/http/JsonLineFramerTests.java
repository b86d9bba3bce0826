package io.github.llmspring.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.llmspring.LlmException;
import io.github.llmspring.http.Frames.Frame;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonLineFramer}.
 */
class JsonLineFramerTests {

	private static final int LIMIT = 100_000;

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static Frame line(String data) {
		return Frames.frame(null, data);
	}

	@Test
	void everyLineIsAFrame() {
		byte[] stream = bytes("{\"a\":1}\n{\"b\":\"né 😀\"}\n");
		assertThat(Frames.whole(new JsonLineFramer(LIMIT), stream)).containsExactly(line("{\"a\":1}"),
				line("{\"b\":\"né 😀\"}"));
		assertThat(Frames.byteByByte(new JsonLineFramer(LIMIT), stream)).containsExactly(line("{\"a\":1}"),
				line("{\"b\":\"né 😀\"}"));
	}

	@Test
	void blankLinesArePassedOverAndCarriageReturnsAreBlanks() {
		assertThat(Frames.whole(new JsonLineFramer(LIMIT), bytes("\n\r\n{}\r\n \n{}\n\n")))
			.containsExactly(line("{}\r"), line("{}"));
	}

	@Test
	void lineWithoutAnEndIsTheLast() {
		JsonLineFramer framer = new JsonLineFramer(LIMIT);
		framer.add(DefaultDataBufferFactory.sharedInstance.wrap(bytes("{}\n{\"a\"")));
		assertThat(framer.next()).isTrue();
		assertThat(framer.next()).isFalse();
		assertThat(framer.last()).isTrue();
		assertThat(Frames.current(framer)).isEqualTo(line("{\"a\""));
		assertThat(framer.last()).isFalse();
	}

	@Test
	void packetsMakeNoDifference() {
		Random random = new Random(4);
		List<Frame> expected = new ArrayList<>();
		StringBuilder stream = new StringBuilder();
		for (int i = 0; i < 200; i++) {
			String data = "{\"n\":\"" + "é".repeat(random.nextInt(300)) + "\"}";
			expected.add(line(data));
			stream.append(data).append('\n');
		}
		for (int i = 0; i < 20; i++) {
			assertThat(Frames.randomPackets(new JsonLineFramer(LIMIT), bytes(stream.toString()), random))
				.isEqualTo(expected);
		}
	}

	@Test
	void lineThatIsTooLongIsRefusedBeforeItsEnd() {
		for (String stream : List.of("{\"a\":\"" + "x".repeat(100), "{\"a\":\"" + "x".repeat(100) + "\"}\n")) {
			assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> Frames.whole(new JsonLineFramer(50), bytes(stream)))
				.withMessageContaining("limits.event");
		}
	}

	@Test
	void streamMayBeginLikeADocument() {
		assertThat(new JsonLineFramer(LIMIT).beginsWith((byte) '{')).isTrue();
		assertThat(new JsonLineFramer(LIMIT).beginsWith((byte) '<')).isFalse();
	}

}
