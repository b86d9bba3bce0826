package io.github.llmspring.resilience.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A real Redis on the loopback interface that keeps nothing on disk.
 */
public final class RedisServer implements AutoCloseable {

	static final String PASSWORD = "CANARY-51c9";

	private final int port;

	private Process process;

	private RedisServer(int port) {
		this.port = port;
	}

	/**
	 * Starts a server; without an installed one the test is skipped.
	 */
	public static RedisServer started() {
		RedisServer server = stopped();
		server.start();
		return server;
	}

	/**
	 * Server to be started later.
	 */
	public static RedisServer stopped() {
		assumeTrue(executable() != null, "redis-server is not installed");
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return new RedisServer(socket.getLocalPort());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path executable() {
		return Stream.of(System.getenv("PATH").split(":"))
			.map((folder) -> Path.of(folder, "redis-server"))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

	public void start() {
		List<String> command = List.of(executable().toString(), "--port", String.valueOf(this.port), "--bind",
				"127.0.0.1", "--save", "", "--appendonly", "no", "--requirepass", PASSWORD, "--dir",
				System.getProperty("java.io.tmpdir"));
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
			BufferedReader output = new BufferedReader(
					new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
			String line = output.readLine();
			while (line != null && !line.contains("eady to accept connections")) {
				line = output.readLine();
			}
			if (line == null) {
				throw new IllegalStateException("redis-server ended by itself");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Address that gives a busy machine time.
	 */
	public String url() {
		return "redis://:" + PASSWORD + "@127.0.0.1:" + this.port + "?timeout=20s";
	}

	public int port() {
		return this.port;
	}

	/**
	 * Ends the server as a crash would.
	 */
	public void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		if (this.process != null) {
			kill();
		}
	}

}
