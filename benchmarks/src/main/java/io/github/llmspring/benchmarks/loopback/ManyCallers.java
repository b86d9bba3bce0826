package io.github.llmspring.benchmarks.loopback;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Threads that call again and again a service that takes its time.
 *
 * @param callers how many threads
 * @param duration for how long they begin new calls
 */
record ManyCallers(int callers, Duration duration) implements Scenario {

	private static final double SLOWEST = 0.01;

	@Override
	public String title() {
		return this.callers + " callers, answers after " + LoopbackServer.DELAY.toMillis() + " ms";
	}

	@Override
	public String path() {
		return LoopbackServer.SLOW;
	}

	@Override
	public void warmUp(Contestant contestant, double share) {
		call(contestant, Duration.ofSeconds((long) Math.ceil(10 * share)));
	}

	@Override
	public Map<Metric, Double> measure(Contestant contestant) {
		long began = System.nanoTime();
		double[] latencies = call(contestant, this.duration);
		double seconds = (System.nanoTime() - began) / 1e9;
		Arrays.sort(latencies);
		double slow = latencies[(int) (latencies.length * (1 - SLOWEST))];
		Map<Metric, Double> measured = new EnumMap<>(Metric.class);
		measured.put(Metric.CALLS, latencies.length / seconds);
		measured.put(Metric.LATE, slow - LoopbackServer.DELAY.toMillis());
		return measured;
	}

	private double[] call(Contestant contestant, Duration time) {
		ExecutorService threads = Executors.newFixedThreadPool(this.callers);
		try {
			long end = System.nanoTime() + time.toNanos();
			return IntStream.range(0, this.callers)
				.mapToObj((caller) -> threads.submit(() -> callUntil(end, contestant)))
				.toList()
				.stream()
				.map(ManyCallers::get)
				.flatMapToDouble(Arrays::stream)
				.toArray();
		}
		finally {
			threads.shutdown();
		}
	}

	/**
	 * Calls as long as it is not too late.
	 * @return the time of each call in milliseconds
	 */
	private static double[] callUntil(long end, Contestant contestant) {
		double[] latencies = new double[16];
		int count = 0;
		for (long now = System.nanoTime(); now - end < 0;) {
			WholeCalls.check(contestant);
			long then = System.nanoTime();
			latencies = (count < latencies.length) ? latencies : Arrays.copyOf(latencies, count * 2);
			latencies[count++] = (then - now) / 1e6;
			now = then;
		}
		return Arrays.copyOf(latencies, count);
	}

	private static double[] get(Future<double[]> future) {
		try {
			return future.get();
		}
		catch (ExecutionException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
