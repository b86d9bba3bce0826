package io.github.llmspring.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.benchmarks.WireExample;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * Cutting of a stream of 1,000 pieces into frames, eight pieces in each buffer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FramingBenchmark {

	private static final int PIECES = 1000;

	private static final int PIECES_IN_BUFFER = 8;

	@Param("openai-chat")
	String format = "";

	private byte[] bytes = {};

	/**
	 * Makes the bytes of one buffer.
	 */
	@Setup
	public void load() {
		this.bytes = WireExample.load(this.format)
			.piece()
			.text()
			.repeat(PIECES_IN_BUFFER)
			.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * One frame.
	 * @return the end of the last frame
	 */
	@Benchmark
	@OperationsPerInvocation(PIECES)
	public int frame() {
		Framer framer = new ServerSentEventFramer(1 << 20);
		int end = 0;
		for (int i = 0; i < PIECES / PIECES_IN_BUFFER; i++) {
			DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(this.bytes);
			framer.add(buffer);
			while (framer.next()) {
				end += framer.to();
			}
		}
		return end;
	}

}
