package io.github.llmspring.benchmarks.loopback;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.llmspring.benchmarks.WireExample;

/**
 * A streamed chat completion of many pieces, as OpenAI sends it: about 300 bytes of JSON
 * for a word.
 *
 * @param frames its frames in order, the first one together with what opens the stream
 * @param pieces how many of the frames hold text
 * @param length characters of all text together
 */
record StreamedAnswer(List<String> frames, int pieces, int length) {

	private static final List<String> WORDS = List.of(" lamp", " the", ",", " keeper", " of", " harbour", ".",
			" lighthouse", " fog", " every");

	static StreamedAnswer of(int pieces) {
		WireExample example = WireExample.load("openai-chat");
		List<String> frames = new ArrayList<>();
		String opening = example.opening().stream().map(WireExample.Frame::text).collect(Collectors.joining());
		String piece = example.piece().text();
		int length = 0;
		for (int i = 0; i < pieces; i++) {
			String word = WORDS.get(i % WORDS.size());
			frames.add(((i == 0) ? opening : "") + piece.replace(" harbour", word));
			length += word.length();
		}
		example.closing().forEach((frame) -> frames.add(frame.text()));
		return new StreamedAnswer(List.copyOf(frames), pieces, length);
	}

	/**
	 * The frames as they are written to the connection.
	 * @param framesPerWrite how many frames one write holds
	 * @return the bytes of each write
	 */
	List<byte[]> writes(int framesPerWrite) {
		List<byte[]> writes = new ArrayList<>();
		for (int i = 0; i < this.frames.size(); i += framesPerWrite) {
			List<String> together = this.frames.subList(i, Math.min(i + framesPerWrite, this.frames.size()));
			writes.add(String.join("", together).getBytes(StandardCharsets.UTF_8));
		}
		return writes;
	}

}
