package io.github.llmspring.benchmarks.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The process of the {@link FaultyServices}, so that what they need is not counted.
 */
final class Upstreams implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private final Writer input;

	private final List<Integer> ports;

	private volatile int down = -1;

	/**
	 * Starts the services.
	 * @param count how many
	 * @param rate the share of requests that fail
	 */
	Upstreams(int count, double rate) {
		try {
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
					FaultyServices.class.getName(), Integer.toString(count), Double.toString(rate))
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			this.output = this.process.inputReader(StandardCharsets.UTF_8);
			this.input = this.process.outputWriter(StandardCharsets.UTF_8);
			this.ports = Arrays.stream(read("ports ").split(" ")).map(Integer::valueOf).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String read(String start) throws IOException {
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(start)) {
				return line.substring(start.length());
			}
		}
		throw new IllegalStateException("The services have ended");
	}

	private synchronized String command(String command) {
		try {
			this.input.write(command + "\n");
			this.input.flush();
			return read("tally ");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	URI uri(int index) {
		return URI.create("http://127.0.0.1:" + this.ports.get(index));
	}

	void down(int index) {
		this.down = index;
		command("down " + index);
	}

	void up(int index) {
		command("up " + index);
		this.down = -1;
	}

	boolean isDown(int index) {
		return this.down == index;
	}

	/**
	 * What became of the requests at all services together.
	 * @return how many requests met which fault
	 */
	Map<Fault, Long> tally() {
		Map<Fault, Long> sum = new EnumMap<>(Fault.class);
		for (int i = 0; i < this.ports.size(); i++) {
			for (String pair : command("tally " + i).split(" ")) {
				String[] parts = pair.split("=");
				sum.merge(Fault.valueOf(parts[0]), Long.valueOf(parts[1]), Long::sum);
			}
		}
		return sum;
	}

	@Override
	public void close() {
		try {
			this.input.close();
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
