package io.github.llmspring.benchmarks.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.benchmarks.loopback.Meter;
import io.github.llmspring.benchmarks.loopback.Spread;

/**
 * Measures what everything around a provider costs where nothing fails, without a
 * connection: chains of different lengths take turns before providers that answer at
 * once.
 *
 * <pre>
 * --rounds=15
 * </pre>
 */
public final class ChainOverhead {

	private static final int PIECES = 1000;

	/**
	 * Rounds before the first that counts.
	 */
	private static final int WARM_UP = 5;

	private ChainOverhead() {
	}

	/**
	 * Runs the measurement and prints the tables.
	 * @param args the options
	 */
	public static void main(String... args) {
		int rounds = Arrays.stream(args)
			.filter((arg) -> arg.startsWith("--rounds="))
			.map((arg) -> Integer.parseInt(arg.substring("--rounds=".length())))
			.findFirst()
			.orElse(15);
		System.out.printf("JDK %s, %d processors, %d rounds: median (minimum - maximum)%n%n", Runtime.version(),
				Runtime.getRuntime().availableProcessors(), rounds);
		new Work("call, answer made beforehand", Answers.made(0), false, 1, 20_000).compare(rounds);
		new Work("call, answer read", Answers.readWhole(), false, 1, 10_000).compare(rounds);
		new Work("piece of 1000, made beforehand", Answers.made(PIECES), true, PIECES, 2_000).compare(rounds);
		new Work("piece of 1000, read", Answers.readPieces(PIECES), true, PIECES, 200).compare(rounds);
	}

	/**
	 * What is asked.
	 *
	 * @param title what one unit of it is
	 * @param provider the bare provider
	 * @param streaming whether to ask for streams
	 * @param units how many units an answer has
	 * @param calls how many calls a round has
	 */
	private record Work(String title, ChatProvider provider, boolean streaming, int units, int calls) {

		void compare(int rounds) {
			Map<Chain, ChatProvider> chains = new EnumMap<>(Chain.class);
			for (Chain chain : Chain.values()) {
				chains.put(chain, chain.around(this.provider));
			}
			for (int i = 0; i < WARM_UP; i++) {
				chains.forEach(this::measure);
			}
			Map<Chain, List<Cost>> costs = new EnumMap<>(Chain.class);
			List<Map.Entry<Chain, ChatProvider>> order = new ArrayList<>(chains.entrySet());
			for (int i = 0; i < rounds; i++) {
				order.forEach((entry) -> costs.computeIfAbsent(entry.getKey(), (chain) -> new ArrayList<>())
					.add(measure(entry.getKey(), entry.getValue())));
				Collections.rotate(order, 1);
			}
			print(costs);
		}

		private Cost measure(Chain chain, ChatProvider provider) {
			ChatRequest request = chain.request(this.streaming);
			Meter meter = new Meter();
			int events = 0;
			for (int i = 0; i < this.calls; i++) {
				events += Chain.ask(provider, request);
			}
			long nanos = meter.cpuNanos();
			long bytes = meter.bytes();
			int expected = this.calls * (this.streaming ? this.units + 1 : 1);
			if (events != expected) {
				throw new IllegalStateException(chain + " gave " + events + " events instead of " + expected);
			}
			double count = (double) this.calls * this.units;
			return new Cost(nanos / count, bytes / count);
		}

		private void print(Map<Chain, List<Cost>> costs) {
			System.out.println(
					"| " + this.title + " | CPU, ns | more than bare, ns | to bare | bytes " + "| more than bare |");
			System.out.println("|---|---|---|---|---|---|");
			List<Cost> bare = Objects.requireNonNull(costs.get(Chain.BARE));
			costs.forEach((chain, all) -> System.out.printf("| %s | %s | %s | %s | %s | %s |%n",
					chain.name().toLowerCase(Locale.ROOT), spread(all, Cost::nanos).format(0),
					beside(all, bare, (cost, other) -> cost.nanos() - other.nanos()).format(0),
					beside(all, bare, (cost, other) -> cost.nanos() / other.nanos()).format(2),
					spread(all, Cost::bytes).format(1),
					beside(all, bare, (cost, other) -> cost.bytes() - other.bytes()).format(1)));
			System.out.println();
		}

		private static Spread spread(List<Cost> costs, Function<Cost, Double> value) {
			return Spread.of(costs.stream().map(value).toList());
		}

		private static Spread beside(List<Cost> costs, List<Cost> others, BiFunction<Cost, Cost, Double> value) {
			List<Double> values = new ArrayList<>();
			for (int i = 0; i < costs.size(); i++) {
				values.add(value.apply(costs.get(i), others.get(i)));
			}
			return Spread.of(values);
		}

	}

	/**
	 * What one unit takes.
	 *
	 * @param nanos CPU time of the whole process
	 * @param bytes allocated by all threads
	 */
	private record Cost(double nanos, double bytes) {
	}

}
