package io.github.llmspring.benchmarks.loopback;

import java.util.EnumMap;
import java.util.Map;

import io.github.llmspring.benchmarks.WireExample;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls one after the other, whole answers that come at once.
 *
 * @param warmUp calls before the first measurement
 * @param calls calls in a round
 */
record WholeCalls(int warmUp, int calls) implements Scenario {

	private static final String ANSWER = JsonMapper.shared()
		.readTree(WireExample.load("openai-chat").answer())
		.at("/choices/0/message/content")
		.asString();

	@Override
	public String title() {
		return "one call";
	}

	@Override
	public String path() {
		return LoopbackServer.INSTANT;
	}

	@Override
	public void warmUp(Contestant contestant, double share) {
		call(contestant, (int) (this.warmUp * share));
	}

	@Override
	public Map<Metric, Double> measure(Contestant contestant) {
		Meter meter = new Meter();
		call(contestant, this.calls);
		Map<Metric, Double> measured = new EnumMap<>(Metric.class);
		measured.put(Metric.CPU, meter.cpuNanos() / 1000.0 / this.calls);
		measured.put(Metric.BYTES, (double) meter.bytes() / this.calls);
		return measured;
	}

	private static void call(Contestant contestant, int times) {
		for (int i = 0; i < times; i++) {
			check(contestant);
		}
	}

	static void check(Contestant contestant) {
		String answer = contestant.call();
		if (!answer.equals(ANSWER)) {
			throw new IllegalStateException(contestant.name() + " answered '" + answer + "'");
		}
	}

}
