package io.github.llmspring.benchmarks;

import java.util.concurrent.TimeUnit;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.wire.HttpCall;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Writing of a request.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {

	@Param("openai-chat")
	String format = "";

	@SuppressWarnings("NullAway.Init")
	private WireExample example;

	private final ChatRequest request = WireExample.request(false);

	/**
	 * Loads the example of the format.
	 */
	@Setup
	public void load() {
		this.example = WireExample.load(this.format);
	}

	/**
	 * One request.
	 * @return the call
	 */
	@Benchmark
	public HttpCall request() {
		return this.example.format().encode(this.request, this.example.dialect());
	}

}
