package io.github.llmspring.benchmarks.soak;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.CandidateState;
import io.github.llmspring.http.ProviderHttpClient;

/**
 * What this process holds, as rows of a table, and whether that grows.
 * <p>
 * It is flat where the median of the last quarter is not above that of the second, but
 * for a margin: in the first everything is still warming up.
 */
final class Vitals {

	private final Ledger ledger;

	private final PoolMeter pools;

	private final CandidateHealth health;

	private final List<Sample> samples = new ArrayList<>();

	Vitals(Ledger ledger, List<ProviderHttpClient> connections, CandidateHealth health) {
		this.ledger = ledger;
		this.pools = new PoolMeter(connections);
		this.health = health;
		System.out.println("| s | requests | answers | lost | heap after GC, MB | threads | connections | in use "
				+ "| waiting for one | under way |");
		System.out.println("|---|---|---|---|---|---|---|---|---|---|");
	}

	/**
	 * Takes a sample while the callers are at work.
	 */
	void sample(Duration since) {
		this.samples.add(print(since));
	}

	Sample print(Duration since) {
		ManagementFactory.getMemoryMXBean().gc();
		double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
		Sample sample = new Sample(heap, ManagementFactory.getThreadMXBean().getThreadCount(), this.pools.open(),
				this.pools.pending());
		System.out.printf("| %d | %s | %s | %s | %.1f | %d | %d | %d | %d | %d |%n", since.toSeconds(),
				this.ledger.requests, this.ledger.answers, this.ledger.lost, heap, sample.threads(),
				sample.connections(), this.pools.acquired(), sample.waiting(), inFlight());
		return sample;
	}

	private int inFlight() {
		return this.health.states().stream().mapToInt(CandidateState::inFlight).sum();
	}

	/**
	 * Whether no exchange is under way nor waits for a connection.
	 */
	boolean atRest() {
		return this.pools.acquired() == 0 && this.pools.pending() == 0 && inFlight() == 0;
	}

	/**
	 * Waits until nothing is under way, five seconds at most.
	 */
	void awaitRest() throws InterruptedException {
		for (int i = 0; i < 50 && !atRest(); i++) {
			TimeUnit.MILLISECONDS.sleep(100);
		}
	}

	/**
	 * Prints how each figure went.
	 * @param callers how many callers there were
	 * @return what grew, in clauses, none where all is flat
	 */
	List<String> growth(int callers) {
		List<String> grown = new ArrayList<>();
		compare("heap after GC, MB", Sample::heap, 3, grown);
		compare("threads", Sample::threads, 2, grown);
		// connections that are let go are idle for a while, and how many differs
		compare("connections", Sample::connections, callers / 4.0, grown);
		compare("waiting for a connection", Sample::waiting, 1, grown);
		return grown;
	}

	private void compare(String name, ToDoubleFunction<Sample> figure, double margin, List<String> grown) {
		double[] all = this.samples.stream().mapToDouble(figure).toArray();
		int quarter = all.length / 4;
		if (quarter == 0) {
			return;
		}
		double second = median(Arrays.copyOfRange(all, quarter, 2 * quarter));
		double last = median(Arrays.copyOfRange(all, all.length - quarter, all.length));
		String words = String.format("%.1f in the second quarter, %.1f in the last", second, last);
		System.out.printf("%-43s %s%n", name, words);
		if (last > second * 1.1 + margin) {
			grown.add(name + " grew: " + words);
		}
	}

	private static double median(double[] figures) {
		Arrays.sort(figures);
		return figures[figures.length / 2];
	}

	/**
	 * What is held at a moment.
	 *
	 * @param heap megabytes
	 * @param threads all threads of the process
	 * @param connections open connections
	 * @param waiting exchanges that wait for a connection
	 */
	record Sample(double heap, int threads, int connections, int waiting) {
	}

}
