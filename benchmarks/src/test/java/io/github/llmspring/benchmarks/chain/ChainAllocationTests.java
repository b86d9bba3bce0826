package io.github.llmspring.benchmarks.chain;

import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;

import com.sun.management.ThreadMXBean;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what stands around a provider allocates little for a call and nothing for a
 * streamed piece, where nothing fails.
 */
class ChainAllocationTests {

	private static final int PIECES = 1000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@ParameterizedTest
	@EnumSource(names = { "SURROUNDED", "ROUTE" })
	void callTakesAtMost4096BytesMoreThanTheBareProvider(Chain chain) {
		long more = bytes(chain, 0, false) - bytes(Chain.BARE, 0, false);
		System.out.println(chain + " allocates " + more + " bytes for a call");
		assertThat(more).isBetween(1L, 4096L);
	}

	@Test
	void observationAndMetersTakeAtMost4096BytesOfACall() {
		// the longest of the chains is compiled last
		long observed = LongStream.generate(() -> bytes(Chain.OBSERVED, 0, false)).limit(6).min().orElseThrow();
		long more = observed - bytes(Chain.CLIENT, 0, false);
		System.out.println("Observation and meters allocate " + more + " bytes for a call");
		assertThat(more).isBetween(1L, 4096L);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "BARE")
	void streamedPieceTakesNothing(Chain chain) {
		// the longest of the chains is compiled last
		long whole = LongStream.generate(() -> bytes(chain, 1 + PIECES, true)).limit(6).min().orElseThrow();
		long more = whole - bytes(chain, 1, true);
		System.out.println(chain + " allocates " + more + " bytes for " + PIECES + " pieces");
		assertThat((double) more / PIECES).isLessThan(0.5);
	}

	/**
	 * Bytes that a call takes on this thread, the least of some rounds once it is
	 * compiled.
	 */
	private static long bytes(Chain chain, int pieces, boolean streaming) {
		int calls = 4_000_000 / (2_000 + 10 * pieces);
		ChatProvider provider = chain.around(Answers.made(pieces));
		ChatRequest request = chain.request(streaming);
		long least = Long.MAX_VALUE;
		for (int round = 0; round < 10; round++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < calls; i++) {
				Chain.ask(provider, request);
			}
			least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / calls);
		}
		return least;
	}

}
