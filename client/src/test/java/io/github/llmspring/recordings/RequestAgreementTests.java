package io.github.llmspring.recordings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.llmspring.recordings.ReplayServer.Pace;
import io.github.llmspring.recordings.ReplayServer.Reply;
import io.github.llmspring.recordings.ReplayServer.SentRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends what recorded requests want and compares the bodies, spelling aside.
 */
@EnabledIf(value = "io.github.llmspring.recordings.Recording#present",
		disabledReason = "no folder ../shared/recordings beside the project")
class RequestAgreementTests {

	/**
	 * Recordings whose request cannot be asked for, and why.
	 */
	private static final Map<String, String> NOT_ASKABLE = Map.of("anthropic-messages-error_400-0cfb93db09",
			"a message that is none, wrong on purpose", "vertex-generateContent-error_400-03a48e220a",
			"a role that does not exist, wrong on purpose", "gemini-generateContent-parallel_tool_calls-32e84bd976",
			"nothing but an empty text, which is refused before it is sent",
			"openai-responses-image-document-reasoning-777098e187",
			"a prompt that the service stores, and no messages");

	private static final Pattern MODEL_IN_PATH = Pattern
		.compile(".*/models/(.+):(stream)?[gG]enerateContent.*|.*/model/(.+)/converse(-stream)?");

	private static final Map<String, int[]> TABLE = new TreeMap<>();

	private static final Map<String, Set<String>> LEFT_OUT = new TreeMap<>();

	private static final Target TARGET = new Target();

	@AfterAll
	static void printTable() {
		TARGET.close();
		StringBuilder table = new StringBuilder(
				String.format("%n%-18s %8s %15s %12s%n", "requests", "agree", "agree on rest", "not compared"));
		TABLE
			.forEach((wire, row) -> table.append(String.format("%-18s %8d %15d %12d%n", wire, row[0], row[1], row[2])));
		table.append(String.format("%nleft out of the comparison%n"));
		LEFT_OUT.forEach((what, recordings) -> table.append(String.format("  %-62s %s%n", what, recordings.size())));
		System.out.println(table);
	}

	@ParameterizedTest
	@MethodSource("requests")
	void requestForTheSameIntentAgrees(Recording recording) {
		IntentReader reader = IntentReader.of(recording.wire());
		Intent recorded = reader.read(recording.request(), recording.model(), recording.streaming());
		try (ReplayServer server = new ReplayServer()) {
			server.reply(Reply.of(recording, recording.body(), Pace.IN_ONE_WRITE));
			Exchange exchange = Exchange.of(TARGET.provider(recording, server.url("")),
					recorded.toRequest(recording.model()));
			assertThat(server.lastRequest()).as("request of %s, %s", recording.name(), exchange.failure()).isNotNull();
			Intent sent = sent(recording, server.lastRequest());
			if (recorded.hasThoughts() && !sent.hasThoughts()) {
				recorded = recorded.withoutThoughts();
				reader.leftOut.add("reasoning, which the preset does not send back");
			}
			if (recorded.model() == null) {
				recorded = recorded.withModel(recording.model());
			}
			assertThat(sent).as(recording.name()).isEqualTo(recorded);
		}
		reader.leftOut.forEach((what) -> count(what, recording));
		row(recording)[reader.leftOut.isEmpty() ? 0 : 1]++;
	}

	static Stream<Recording> requests() {
		return Recording.all().stream().filter((recording) -> {
			String obstacle = (recording.request() == null) ? "request not recorded"
					: NOT_ASKABLE.get(recording.name());
			if (obstacle != null) {
				row(recording)[2]++;
				count(obstacle, recording);
			}
			return obstacle == null;
		});
	}

	private static Intent sent(Recording recording, SentRequest request) {
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.headers().get("content-type")).startsWith("application/json");
		Matcher path = MODEL_IN_PATH.matcher(request.path());
		String model = path.matches() ? ((path.group(1) != null) ? path.group(1) : decoded(path.group(3))) : null;
		boolean streaming = path.matches() && (path.group(2) != null || path.group(4) != null);
		assertThat(streaming).isEqualTo(request.path().matches(".*(alt=sse|/converse-stream)$"));
		return IntentReader.of(recording.wire())
			.read(Recording.JSON.readTree(new String(request.body(), StandardCharsets.UTF_8)), model, streaming);
	}

	private static String decoded(String segment) {
		return URLDecoder.decode(segment, StandardCharsets.UTF_8);
	}

	private static int[] row(Recording recording) {
		return TABLE.computeIfAbsent(recording.wire().label(), (wire) -> new int[3]);
	}

	private static void count(String what, Recording recording) {
		LEFT_OUT.computeIfAbsent(what, (key) -> new TreeSet<>()).add(recording.name());
	}

}
