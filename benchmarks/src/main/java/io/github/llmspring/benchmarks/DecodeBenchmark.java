package io.github.llmspring.benchmarks;

import java.util.concurrent.TimeUnit;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.wire.Headers;
import io.github.llmspring.wire.StreamDecoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Reading of answers: one piece of a stream of 1,000 pieces, and one whole answer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {

	private static final int PIECES = 1000;

	@Param("openai-chat")
	String format = "";

	@SuppressWarnings("NullAway.Init")
	private WireExample example;

	/**
	 * Loads the example of the format.
	 */
	@Setup
	public void load() {
		this.example = WireExample.load(this.format);
	}

	/**
	 * One piece of a stream, with its share of beginning and end.
	 * @param blackhole takes the events
	 * @return the answer
	 */
	@Benchmark
	@OperationsPerInvocation(PIECES)
	public ChatResponse streamedPiece(Blackhole blackhole) {
		try (StreamDecoder decoder = this.example.format().decoder(this.example.dialect())) {
			this.example.opening().forEach((frame) -> frame.decode(decoder, blackhole::consume));
			WireExample.Frame piece = this.example.piece();
			for (int i = 0; i < PIECES; i++) {
				piece.decode(decoder, blackhole::consume);
			}
			this.example.closing().forEach((frame) -> frame.decode(decoder, blackhole::consume));
			return decoder.response();
		}
	}

	/**
	 * One whole answer.
	 * @return the answer
	 */
	@Benchmark
	public ChatResponse wholeAnswer() {
		return this.example.format().decode(this.example.answer(), Headers.NONE, this.example.dialect());
	}

}
