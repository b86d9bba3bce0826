package io.github.llmspring.recordings;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Answers every request on a loopback port with the answer that was set last, and closes
 * the connection to end it.
 */
final class ReplayServer implements AutoCloseable {

	private static final Set<String> NOT_REPLAYED = Set.of("connection", "keep-alive", "transfer-encoding", "te",
			"trailer", "upgrade", "content-length", "content-encoding");

	private static final int LIMIT_OF_SINGLE_BYTES = 64 * 1024;

	private static final int TIMEOUT_MILLIS = 20_000;

	private final ServerSocket socket;

	private volatile Reply reply;

	private volatile SentRequest lastRequest;

	ReplayServer() {
		try {
			this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(this::serve, "replay-server");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * How the body is written.
	 */
	enum Pace {

		IN_ONE_WRITE, BYTE_BY_BYTE

	}

	/**
	 * What to answer.
	 *
	 * @param declaredLength the length to declare, {@code null} to let the end of the
	 * connection end the body
	 */
	record Reply(int status, Map<String, String> headers, byte[] body, Pace pace, Integer declaredLength) {

		static Reply of(Recording recording, byte[] body, Pace pace) {
			return new Reply(recording.status(), recording.headers(), body, pace, null);
		}

		Reply declaringLength(int length) {
			return new Reply(this.status, this.headers, this.body, this.pace, length);
		}

	}

	/**
	 * What was asked.
	 *
	 * @param path path and query
	 * @param headers names in lower case
	 */
	record SentRequest(String method, String path, Map<String, String> headers, byte[] body) {
	}

	void reply(Reply reply) {
		this.reply = reply;
	}

	SentRequest lastRequest() {
		return this.lastRequest;
	}

	URI url(String path) {
		return URI.create("http://127.0.0.1:" + this.socket.getLocalPort() + path);
	}

	private void serve() {
		while (!this.socket.isClosed()) {
			try (Socket connection = this.socket.accept()) {
				connection.setTcpNoDelay(true);
				connection.setSoTimeout(TIMEOUT_MILLIS);
				this.lastRequest = read(connection.getInputStream());
				write(connection.getOutputStream(), this.reply);
			}
			catch (IOException ex) {
				// a client that has what it needs may close first; a closed server ends
			}
		}
	}

	private static SentRequest read(InputStream in) throws IOException {
		String[] start = line(in).split(" ");
		Map<String, String> headers = new TreeMap<>();
		for (String line = line(in); !line.isEmpty(); line = line(in)) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		if (headers.containsKey("content-length")) {
			body.write(in.readNBytes(Integer.parseInt(headers.get("content-length"))));
		}
		else if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
			for (int size = chunk(in); size > 0; size = chunk(in)) {
				body.write(in.readNBytes(size));
				line(in);
			}
			line(in);
		}
		return new SentRequest(start[0], start[1], headers, body.toByteArray());
	}

	private static int chunk(InputStream in) throws IOException {
		return Integer.parseInt(line(in), 16);
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new EOFException();
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	private static void write(OutputStream out, Reply reply) throws IOException {
		StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Replayed\r\nConnection: close\r\n");
		reply.headers().forEach((name, value) -> {
			if (!NOT_REPLAYED.contains(name)) {
				head.append(name).append(": ").append(value).append("\r\n");
			}
		});
		if (reply.declaredLength() != null) {
			head.append("content-length: ").append(reply.declaredLength()).append("\r\n");
		}
		byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
		byte[] body = reply.body();
		if (reply.pace() == Pace.IN_ONE_WRITE) {
			ByteArrayOutputStream all = new ByteArrayOutputStream();
			all.write(start);
			all.write(body);
			out.write(all.toByteArray());
			out.flush();
			return;
		}
		out.write(start);
		out.flush();
		Random random = new Random(body.length);
		for (int from = 0; from < body.length;) {
			int size = (body.length <= LIMIT_OF_SINGLE_BYTES) ? 1 : Math.min(1 + random.nextInt(7), body.length - from);
			out.write(body, from, size);
			out.flush();
			from += size;
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
