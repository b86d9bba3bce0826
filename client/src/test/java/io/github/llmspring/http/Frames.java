package io.github.llmspring.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * Frames as tests compare them.
 */
final class Frames {

	private Frames() {
	}

	static Frame frame(@Nullable String name, String data) {
		return new Frame(name, data);
	}

	static List<Frame> whole(Framer framer, byte[] stream) {
		return of(framer, List.of(stream));
	}

	static List<Frame> byteByByte(Framer framer, byte[] stream) {
		List<byte[]> packets = new ArrayList<>();
		for (byte single : stream) {
			packets.add(new byte[] { single });
		}
		return of(framer, packets);
	}

	static List<Frame> randomPackets(Framer framer, byte[] stream, Random random) {
		List<byte[]> packets = new ArrayList<>();
		for (int from = 0; from < stream.length;) {
			int to = Math.min(stream.length, from + random.nextInt(40));
			packets.add(Arrays.copyOfRange(stream, from, to));
			from = to;
		}
		return of(framer, packets);
	}

	private static List<Frame> of(Framer framer, List<byte[]> packets) {
		List<Frame> frames = new ArrayList<>();
		for (byte[] packet : packets) {
			framer.add(DefaultDataBufferFactory.sharedInstance.wrap(packet));
			while (framer.next()) {
				frames.add(current(framer));
			}
		}
		if (framer.last()) {
			frames.add(current(framer));
		}
		return frames;
	}

	static Frame current(Framer framer) {
		return new Frame(framer.name(),
				new String(framer.bytes(), framer.from(), framer.to() - framer.from(), StandardCharsets.UTF_8));
	}

	record Frame(@Nullable String name, String data) {
	}

}
