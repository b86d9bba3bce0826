package io.github.llmspring.recordings;

import java.util.ArrayList;
import java.util.List;

/**
 * A block of an event stream: everything up to and including a blank line.
 *
 * @param raw the exact text
 * @param data the data, {@code null} for a block of comments only
 */
record SseBlock(String raw, String data) {

	/**
	 * Splits a stream; blank lines that follow a block belong to it.
	 */
	static List<SseBlock> split(String stream) {
		List<SseBlock> blocks = new ArrayList<>();
		StringBuilder raw = new StringBuilder();
		StringBuilder data = null;
		boolean open = false;
		for (String line : stream.split("(?<=\n)|(?<=\r)(?!\n)")) {
			String content = line.strip();
			if (content.isEmpty() && !open && !blocks.isEmpty()) {
				SseBlock last = blocks.remove(blocks.size() - 1);
				blocks.add(new SseBlock(last.raw + line, last.data));
				continue;
			}
			raw.append(line);
			if (content.isEmpty() && open) {
				blocks.add(new SseBlock(raw.toString(), (data != null) ? data.toString() : null));
				raw.setLength(0);
				data = null;
				open = false;
			}
			else if (!content.isEmpty()) {
				open = true;
				if (content.startsWith("data:")) {
					String value = content.substring("data:".length()).strip();
					data = (data != null) ? data.append('\n').append(value) : new StringBuilder(value);
				}
			}
		}
		if (!raw.isEmpty()) {
			blocks.add(new SseBlock(raw.toString(), (data != null) ? data.toString() : null));
		}
		return blocks;
	}

}
