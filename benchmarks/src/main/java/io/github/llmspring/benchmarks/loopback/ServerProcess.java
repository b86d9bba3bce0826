package io.github.llmspring.benchmarks.loopback;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A {@link LoopbackServer} in a process of its own, so that what it costs is not counted.
 */
final class ServerProcess implements AutoCloseable {

	private final Process process;

	private final int port;

	/**
	 * Starts a server.
	 * @param pieces how many pieces a stream has that comes at once
	 * @param piecesPerWrite how many of them one write holds
	 */
	ServerProcess(int pieces, int piecesPerWrite) {
		try {
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
					LoopbackServer.class.getName(), Integer.toString(pieces), Integer.toString(piecesPerWrite))
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			this.port = port(this.process.inputReader(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int port(BufferedReader output) throws IOException {
		String line = output.readLine();
		while (line != null && !line.matches("\\d+")) {
			line = output.readLine();
		}
		if (line == null) {
			throw new IllegalStateException("The server did not start");
		}
		return Integer.parseInt(line);
	}

	/**
	 * Address of the service.
	 * @param path what the server is asked to be like
	 * @return the base URL to configure
	 */
	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
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
