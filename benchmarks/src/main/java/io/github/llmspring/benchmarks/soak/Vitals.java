package io.github.llmspring.benchmarks.soak;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.CandidateState;
import io.github.llmspring.http.ProviderHttpClient;

/**
 * What this process holds at a moment, as rows of a table.
 */
final class Vitals {

	private final Ledger ledger;

	private final PoolMeter pools;

	private final CandidateHealth health;

	Vitals(Ledger ledger, List<ProviderHttpClient> connections, CandidateHealth health) {
		this.ledger = ledger;
		this.pools = new PoolMeter(connections);
		this.health = health;
		System.out.println("| s | requests | answers | lost | heap after GC, MB | threads | connections | in use "
				+ "| waiting for one | under way |");
		System.out.println("|---|---|---|---|---|---|---|---|---|---|");
	}

	void print(Duration since) {
		ManagementFactory.getMemoryMXBean().gc();
		double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
		System.out.printf("| %d | %s | %s | %s | %.1f | %d | %d | %d | %d | %d |%n", since.toSeconds(),
				this.ledger.requests, this.ledger.answers, this.ledger.lost, heap,
				ManagementFactory.getThreadMXBean().getThreadCount(), this.pools.open(), this.pools.acquired(),
				this.pools.pending(), inFlight());
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

}
