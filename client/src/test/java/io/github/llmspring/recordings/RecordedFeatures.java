package io.github.llmspring.recordings;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.Usage;
import io.github.llmspring.recordings.ReplayServer.Pace;

/**
 * What recordings prove to work: by preset, then by wire format, the names of features. A
 * feature of an answer counts where the library read it there, one of a request where it
 * was answered.
 */
final class RecordedFeatures {

	private static final String OTHERS = "openai-compatible";

	/**
	 * Services that are replayed by the preset of the server behind them and prove
	 * nothing of it.
	 */
	private static final Set<String> GATEWAYS = Set.of("gpustack-llamacpp");

	private final TreeMap<String, TreeMap<String, TreeSet<String>>> features = new TreeMap<>();

	static RecordedFeatures of(List<Recording> recordings) {
		RecordedFeatures recorded = new RecordedFeatures();
		try (Target target = new Target()) {
			recordings.stream()
				.filter((recording) -> recording.status() == 200)
				.forEach((recording) -> recorded.add(recording, target));
		}
		return recorded;
	}

	private void add(Recording recording, Target target) {
		String name = GATEWAYS.contains(recording.provider()) ? OTHERS : Target.preset(recording.provider());
		if (recording.operation().equals("embeddings") || recording.operation().equals("models")) {
			if (EveryRecordingTests.misses(recording, target).isEmpty()) {
				features(name, Target.wireFormat(name)).add(recording.operation());
			}
		}
		else if (recording.isAsked()) {
			ChatResponse answer = answer(recording, target);
			if (answer != null) {
				features(name, Target.wireFormat(recording)).addAll(features(recording, answer));
			}
		}
	}

	private TreeSet<String> features(String preset, String wireFormat) {
		return this.features.computeIfAbsent(preset, (key) -> new TreeMap<>())
			.computeIfAbsent(wireFormat, (key) -> new TreeSet<>());
	}

	private static ChatResponse answer(Recording recording, Target target) {
		try (Replay replay = new Replay(recording, target)) {
			Exchange seen = replay.answer(Pace.IN_ONE_WRITE);
			return (replay.misses().isEmpty() && seen.failure() == null) ? seen.answer() : null;
		}
	}

	private static Set<String> features(Recording recording, ChatResponse answer) {
		Set<String> features = new TreeSet<>();
		Usage usage = answer.usage();
		features.add(recording.streaming() ? "stream" : "chat");
		add(features, "tools", !answer.toolCalls().isEmpty());
		add(features, "reasoning", answer.reasoning() != null || isSome(usage.reasoningTokens()));
		add(features, "caching", isSome(usage.cachedInputTokens()) || isSome(usage.cacheWriteTokens()));
		add(features, "vision", recording.features().contains("in.image"));
		add(features, "files", recording.features().contains("in.document"));
		add(features, "schema", recording.features().stream().anyMatch((name) -> name.startsWith("structured.")));
		return features;
	}

	private static void add(Set<String> features, String name, boolean seen) {
		if (seen) {
			features.add(name);
		}
	}

	private static boolean isSome(Long count) {
		return count != null && count > 0;
	}

	/**
	 * The features as JSON, a line for each preset.
	 */
	@Override
	public String toString() {
		return this.features.entrySet()
			.stream()
			.map((preset) -> "\t\"" + preset.getKey() + "\": " + Recording.JSON.writeValueAsString(preset.getValue()))
			.collect(Collectors.joining(",\n", "{\n", "\n}\n"));
	}

}
