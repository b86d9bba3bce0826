package io.github.llmspring.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

import io.github.llmspring.wire.WireFormats;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the JMH benchmarks for every wire format that has an {@link WireExample example},
 * with the bytes allocated for each operation. Takes the options of JMH.
 */
public final class WireBenchmarks {

	private WireBenchmarks() {
	}

	/**
	 * Runs the benchmarks.
	 * @param args options of JMH
	 * @throws CommandLineOptionException if an option is unknown
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String... args) throws CommandLineOptionException, RunnerException {
		List<String> formats = WireExample.available();
		Collection<String> without = new TreeSet<>(WireFormats.all().keySet());
		formats.forEach(without::remove);
		if (!without.isEmpty()) {
			System.out.println("Not measured, as they have no example: " + without);
		}
		CommandLineOptions given = new CommandLineOptions(args);
		Options options = new OptionsBuilder().parent(given)
			.param("format", given.getParameter("format").orElse(formats).toArray(String[]::new))
			.forks(given.getForkCount().orElse(2))
			.warmupIterations(given.getWarmupIterations().orElse(5))
			.warmupTime(given.getWarmupTime().orElse(TimeValue.seconds(1)))
			.measurementIterations(given.getMeasurementIterations().orElse(5))
			.measurementTime(given.getMeasurementTime().orElse(TimeValue.seconds(1)))
			.addProfiler(GCProfiler.class)
			.build();
		new Runner(options).run();
	}

}
