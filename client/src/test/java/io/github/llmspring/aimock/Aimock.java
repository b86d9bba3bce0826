package io.github.llmspring.aimock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server of others that plays the services, in a process of its own on a free port of
 * the loopback interface.
 */
final class Aimock implements AutoCloseable {

	/**
	 * Environment variable that holds the path of the program.
	 */
	static final String VARIABLE = "AIMOCK";

	private static final Path INSTALLED = Path.of("..", "target", "aimock", "node_modules", ".bin", "llmock");

	private static final Pattern LISTENING = Pattern.compile("listening on (http://127\\.0\\.0\\.1:\\d+)");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final HttpClient client = HttpClient.newHttpClient();

	private final Queue<String> output = new ConcurrentLinkedQueue<>();

	private final CompletableFuture<URI> address = new CompletableFuture<>();

	private final Process process;

	private final Thread atExit;

	private final URI uri;

	private Aimock(Process process) throws Exception {
		this.process = process;
		this.atExit = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.atExit);
		Thread reader = new Thread(this::readOutput, "aimock-output");
		reader.setDaemon(true);
		reader.start();
		try {
			this.uri = this.address.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			close();
			throw new IllegalStateException("aimock did not start: " + this.output, ex);
		}
	}

	/**
	 * Program to run.
	 * @return the path, or {@code null} where it is not installed
	 */
	static Path program() {
		String told = System.getenv(VARIABLE);
		if (told != null && !told.isBlank()) {
			return Path.of(told);
		}
		return Files.isExecutable(INSTALLED) ? INSTALLED : null;
	}

	static Aimock start() throws Exception {
		String program = Objects.requireNonNull(program()).toAbsolutePath().toString();
		List<String> command = List.of(program, "--port", "0", "--host", "127.0.0.1", "--strict", "--validate-on-load",
				"--fixtures", fixtures().toString());
		return new Aimock(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	private static Path fixtures() throws URISyntaxException {
		return Path.of(Objects.requireNonNull(Aimock.class.getResource("/aimock/fixtures.json")).toURI());
	}

	private void readOutput() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				this.output.add(line);
				Matcher listening = LISTENING.matcher(line);
				if (listening.find()) {
					this.address.complete(URI.create(listening.group(1)));
				}
			}
		}
		catch (IOException ex) {
			this.output.add(ex.toString());
		}
		this.address.completeExceptionally(new IOException("the program ended"));
	}

	URI url(String path) {
		return this.uri.resolve(path);
	}

	/**
	 * Requests of a test in the order in which they came, as the server understood them:
	 * whatever the wire format was, they read like chat completions.
	 */
	List<JsonNode> requests(String test) {
		HttpRequest request = HttpRequest.newBuilder(url("/__aimock/journal?testId=" + test)).timeout(PATIENCE).build();
		try {
			String journal = this.client.send(request, HttpResponse.BodyHandlers.ofString()).body();
			return JsonMapper.shared().readTree(journal).valueStream().map((entry) -> entry.path("body")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() throws Exception {
		this.process.destroy();
		if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
		Runtime.getRuntime().removeShutdownHook(this.atExit);
	}

}
