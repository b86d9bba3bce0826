package io.github.llmspring.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.http.Frames.Frame;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link BinaryMessageFramer}.
 */
class BinaryMessageFramerTests {

	private static final int LIMIT = 100_000;

	/**
	 * A message as the service sends it.
	 */
	private static final byte[] MESSAGE_START = HexFormat.of()
		.parseHex("0000009d00000052c9d10c100b3a6576656e742d7479706507000c6d657373616765"
				+ "53746172740d3a636f6e74656e742d747970650700106170706c69636174696f6e2f"
				+ "6a736f6e0d3a6d6573736167652d747970650700056576656e747b2270223a226162"
				+ "636465666768696a6b6c6d6e6f707172737475767778797a41424344454622"
				+ "2c22726f6c65223a22617373697374616e74227d1107fbed");

	private static final Frame START = Frames.frame("messageStart",
			"{\"p\":\"abcdefghijklmnopqrstuvwxyzABCDEF\",\"role\":\"assistant\"}");

	private static BinaryMessageFramer framer() {
		return new BinaryMessageFramer(LIMIT);
	}

	private static LlmException failure(byte[] stream) {
		return catchThrowableOfType(LlmException.class, () -> Frames.whole(framer(), stream));
	}

	@Test
	void messageOfTheServiceIsRead() {
		assertThat(MESSAGE_START).hasSize(157);
		assertThat(Frames.whole(framer(), MESSAGE_START)).containsExactly(START);
		assertThat(Frames.byteByByte(framer(), MESSAGE_START)).containsExactly(START);
	}

	@Test
	void packetsMakeNoDifference() {
		Random random = new Random(7);
		List<Frame> expected = new ArrayList<>();
		List<byte[]> messages = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			String type = (i % 3 == 0) ? "metadata" : "contentBlockDelta";
			String payload = "{\"n\":\"" + "é".repeat(random.nextInt(3000)) + "\"}";
			expected.add(Frames.frame(type, payload));
			messages.add(BinaryMessages.event(type, payload));
		}
		byte[] stream = BinaryMessages.join(messages.toArray(byte[][]::new));
		assertThat(Frames.whole(framer(), stream)).isEqualTo(expected);
		for (int i = 0; i < 5; i++) {
			assertThat(Frames.randomPackets(framer(), stream, random)).isEqualTo(expected);
		}
	}

	@Test
	void partOfAMessageIsNone() {
		for (int length = 0; length < MESSAGE_START.length; length++) {
			BinaryMessageFramer framer = framer();
			framer.add(DefaultDataBufferFactory.sharedInstance.wrap(MESSAGE_START).slice(0, length));
			assertThat(framer.next()).isFalse();
			assertThat(framer.last()).isFalse();
		}
	}

	@Test
	void anyDamagedByteIsNoticed() {
		for (int i = 0; i < MESSAGE_START.length; i++) {
			byte[] damaged = MESSAGE_START.clone();
			damaged[i] ^= 0x20;
			LlmException failure = failure(damaged);
			assertThat(failure.reason()).as("byte %s", i).isEqualTo(Reason.MALFORMED_RESPONSE);
			assertThat(failure).hasMessageContaining("checksum");
		}
	}

	@Test
	void damagedLengthIsNoticedBeforeItIsWaitedFor() {
		byte[] damaged = MESSAGE_START.clone();
		damaged[1] = 0x01;
		BinaryMessageFramer framer = framer();
		framer.add(DefaultDataBufferFactory.sharedInstance.wrap(damaged).slice(0, 12));
		assertThat(catchThrowableOfType(LlmException.class, framer::next)).hasMessageContaining("checksum");
	}

	@Test
	void failureIsNamedAsSuch() {
		byte[] exception = BinaryMessages.message(
				Map.of(":message-type", "exception", ":exception-type", "throttlingException"),
				"{\"message\":\"Too fast\"}");
		byte[] error = BinaryMessages
			.message(Map.of(":message-type", "error", ":error-code", "InternalFailure", ":error-message", "Né"), "");
		assertThat(Frames.byteByByte(framer(), BinaryMessages.join(exception, error, MESSAGE_START))).containsExactly(
				Frames.frame("exception:throttlingException", "{\"message\":\"Too fast\"}"),
				Frames.frame("error:InternalFailure", "Né"), START);
	}

	@Test
	void headersOfEveryTypeArePassedOver() throws IOException {
		byte[] headers = HexFormat.of()
			.parseHex("016100" + "016101" + "01610200" + "0161030000" + "01610400000000" + "0161050000000000000000"
					+ "0161060002ffff" + "0161080000000000000000" + "01610900000000000000000000000000000000"
					+ "0b3a6576656e742d747970650700017a");
		assertThat(Frames.whole(framer(), BinaryMessages.message(headers, new byte[] { '{', '}' })))
			.containsExactly(Frames.frame("z", "{}"));
	}

	@Test
	void headersThatDoNotFitAreNoMessage() throws IOException {
		for (String headers : List.of("0161", "01610a", "0161070100", "ff61", "016107000561")) {
			byte[] message = BinaryMessages.message(HexFormat.of().parseHex(headers), new byte[0]);
			assertThat(failure(message)).as(headers).hasMessageContaining("lengths");
		}
	}

	@Test
	void nameThatRepeatsIsOneString() {
		BinaryMessageFramer framer = framer();
		framer.add(DefaultDataBufferFactory.sharedInstance.wrap(BinaryMessages.join(MESSAGE_START, MESSAGE_START)));
		framer.next();
		String first = framer.name();
		framer.next();
		assertThat(framer.name()).isSameAs(first);
	}

	@Test
	void messageThatIsTooLargeIsRefusedBeforeItIsRead() {
		byte[] message = BinaryMessages.event("x", "{\"n\":\"" + "x".repeat(200) + "\"}");
		BinaryMessageFramer framer = new BinaryMessageFramer(100);
		framer.add(DefaultDataBufferFactory.sharedInstance.wrap(message).slice(0, 12));
		assertThat(catchThrowableOfType(LlmException.class, framer::next)).hasMessageContaining("limits.event");
	}

}
