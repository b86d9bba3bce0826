package io.github.llmspring.benchmarks.loopback;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares this project's client with programs that use WebClient and do the same work,
 * in one process, in turns, against a server on the loopback interface.
 *
 * <pre>
 * --scenarios=calls,streams        also: callers, paced
 * --contestants=plain,lean,ours    the first is the one to compare with; also: bare, netty
 * --rounds=5
 * --pieces=1000                    how many pieces a stream has
 * --pieces-per-write=8             how many of them the server sends at once
 * </pre>
 */
public final class LoopbackComparison {

	private LoopbackComparison() {
	}

	private static Map<String, Scenario> scenarios(int pieces) {
		Map<String, Scenario> scenarios = new LinkedHashMap<>();
		scenarios.put("calls", new WholeCalls(30_000, 5_000));
		scenarios.put("streams", new Streams(StreamedAnswer.of(pieces), 600_000, 200_000));
		scenarios.put("callers", new ManyCallers(512, Duration.ofSeconds(5)));
		scenarios.put("paced", new PacedStreams(200, 2));
		return scenarios;
	}

	/**
	 * Runs the comparison and prints a table for each scenario.
	 * @param args the options
	 */
	public static void main(String... args) {
		List<String> scenarios = List.of(option(args, "scenarios", "calls,streams").split(","));
		List<String> names = List.of(option(args, "contestants", "plain,lean,ours").split(","));
		int rounds = Integer.parseInt(option(args, "rounds", "5"));
		System.out.printf("JDK %s, %d processors, %s rounds: median (minimum - maximum)%n%n", Runtime.version(),
				Runtime.getRuntime().availableProcessors(), rounds);
		int pieces = Integer.parseInt(option(args, "pieces", "1000"));
		Map<String, Scenario> known = scenarios(pieces);
		try (ServerProcess server = new ServerProcess(pieces,
				Integer.parseInt(option(args, "pieces-per-write", "8")))) {
			for (String name : scenarios) {
				Scenario scenario = known.get(name);
				if (scenario == null) {
					throw new IllegalArgumentException("No scenario '" + name + "', there are " + known.keySet());
				}
				System.out.println(run(scenario, server, names, rounds));
				System.out.println();
			}
		}
	}

	private static String run(Scenario scenario, ServerProcess server, List<String> names, int rounds) {
		List<Contestant> contestants = Contestant.all(server.uri(scenario.path()))
			.stream()
			.filter((contestant) -> names.contains(contestant.name()))
			.toList();
		try {
			return scenario.compare(contestants, rounds).table(scenario.title());
		}
		finally {
			contestants.forEach(Contestant::close);
		}
	}

	private static String option(String[] args, String name, String defaultValue) {
		String prefix = "--" + name + "=";
		return Arrays.stream(args)
			.filter((arg) -> arg.startsWith(prefix))
			.map((arg) -> arg.substring(prefix.length()))
			.findFirst()
			.orElse(defaultValue);
	}

}
