package io.github.llmspring.benchmarks.loopback;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import reactor.core.publisher.Mono;

/**
 * Many streams at a time whose pieces come one by one.
 *
 * @param streams how many at a time
 * @param turns how many streams follow each other in a round
 */
record PacedStreams(int streams, int turns) implements Scenario {

	private static final StreamedAnswer ANSWER = StreamedAnswer.of(LoopbackServer.PACED_PIECES);

	private static final long LENGTH_MICROS = LoopbackServer.PACED_PIECES * LoopbackServer.PACE.toNanos() / 1000;

	@Override
	public String title() {
		return this.streams + " streams, a piece every " + LoopbackServer.PACE.toMillis() + " ms";
	}

	@Override
	public String path() {
		return LoopbackServer.PACED;
	}

	@Override
	public void warmUp(Contestant contestant, double share) {
		run(contestant, 1);
	}

	@Override
	public Map<Metric, Double> measure(Contestant contestant) {
		Meter meter = new Meter();
		List<Long> firstPieces = run(contestant, this.turns);
		double pieces = (double) this.streams * this.turns * LoopbackServer.PACED_PIECES;
		Map<Metric, Double> measured = new EnumMap<>(Metric.class);
		measured.put(Metric.CPU, meter.cpuNanos() / 1000.0 / pieces);
		measured.put(Metric.BYTES, meter.bytes() / pieces);
		Collections.sort(firstPieces);
		measured.put(Metric.FIRST_PIECE, firstPieces.get((int) (firstPieces.size() * 0.99)) / 1e6);
		measured.put(Metric.THREADS, (double) Meter.threads());
		return measured;
	}

	/**
	 * Runs all streams, their beginnings spread over the length of one.
	 * @return nanoseconds to the first piece of each stream
	 */
	private List<Long> run(Contestant contestant, int times) {
		ScheduledExecutorService starter = Executors.newSingleThreadScheduledExecutor();
		try {
			List<CompletableFuture<List<Long>>> running = new ArrayList<>();
			for (int i = 0; i < this.streams; i++) {
				CompletableFuture<List<Long>> done = new CompletableFuture<>();
				running.add(done);
				starter.schedule(() -> stream(contestant, times, done), LENGTH_MICROS * i / this.streams,
						TimeUnit.MICROSECONDS);
			}
			List<Long> firstPieces = new ArrayList<>();
			running.forEach((stream) -> firstPieces.addAll(stream.join()));
			return firstPieces;
		}
		finally {
			starter.shutdown();
		}
	}

	private static void stream(Contestant contestant, int times, CompletableFuture<List<Long>> done) {
		List<Long> firstPieces = Collections.synchronizedList(new ArrayList<>());
		Mono.defer(() -> once(contestant, firstPieces)).repeat(times - 1).subscribe((nothing) -> {
		}, done::completeExceptionally, () -> done.complete(firstPieces));
	}

	private static Mono<Void> once(Contestant contestant, List<Long> firstPieces) {
		long began = System.nanoTime();
		TextCount count = new TextCount();
		return contestant.stream((piece) -> {
			if (count.pieces() == 0) {
				firstPieces.add(System.nanoTime() - began);
			}
			count.accept(piece);
		}).doOnSuccess((nothing) -> count.check(contestant.name(), ANSWER));
	}

}
