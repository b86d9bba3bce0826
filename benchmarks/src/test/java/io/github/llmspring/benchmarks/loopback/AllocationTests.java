package io.github.llmspring.benchmarks.loopback;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a call and a streamed piece allocate no more than a share of what a plain
 * use of WebClient does. Bytes repeat from run to run where CPU does not, so they can
 * fail a build.
 */
class AllocationTests {

	private static final int ROUNDS = 5;

	@Test
	void callAllocatesAtMost58PercentOfPlainWebClient() {
		assertThat(bytes(new WholeCalls(4_000, 1_000), 1_000).median()).isLessThanOrEqualTo(0.58);
	}

	@Test
	void streamedPieceAllocatesAtMost11PercentOfPlainWebClient() {
		assertThat(bytes(new Streams(StreamedAnswer.of(100), 60_000, 20_000), 100).median()).isLessThanOrEqualTo(0.11);
	}

	private static Spread bytes(Scenario scenario, int piecesOfAStream) {
		try (ServerProcess server = new ServerProcess(piecesOfAStream, 8)) {
			List<Contestant> contestants = Contestant.all(server.uri(scenario.path()))
				.stream()
				.filter((contestant) -> List.of(Contestant.PLAIN, Contestant.OURS).contains(contestant.name()))
				.toList();
			try {
				Results results = scenario.compare(contestants, ROUNDS);
				System.out.println(results.table(scenario.title()));
				return results.ratio("ours", "plain", Metric.BYTES);
			}
			finally {
				contestants.forEach(Contestant::close);
			}
		}
	}

}
