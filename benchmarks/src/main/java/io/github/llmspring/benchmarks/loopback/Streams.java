package io.github.llmspring.benchmarks.loopback;

import java.util.EnumMap;
import java.util.Map;

/**
 * Streams one after the other, all pieces coming at once.
 *
 * @param answer what the server sends
 * @param warmUp pieces before the first measurement
 * @param pieces pieces in a round
 */
record Streams(StreamedAnswer answer, int warmUp, int pieces) implements Scenario {

	@Override
	public String title() {
		return "one piece of a stream of " + this.answer.pieces();
	}

	@Override
	public String path() {
		return LoopbackServer.INSTANT;
	}

	@Override
	public void warmUp(Contestant contestant, double share) {
		stream(contestant, (int) (this.warmUp * share));
	}

	@Override
	public Map<Metric, Double> measure(Contestant contestant) {
		Meter meter = new Meter();
		double pieces = stream(contestant, this.pieces);
		Map<Metric, Double> measured = new EnumMap<>(Metric.class);
		measured.put(Metric.CPU, meter.cpuNanos() / 1000.0 / pieces);
		measured.put(Metric.BYTES, meter.bytes() / pieces);
		return measured;
	}

	private int stream(Contestant contestant, int atLeast) {
		int pieces = 0;
		while (pieces < atLeast) {
			TextCount count = new TextCount();
			contestant.stream(count).block();
			count.check(contestant.name(), this.answer);
			pieces += count.pieces();
		}
		return pieces;
	}

}
