package io.github.llmspring.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Server on a plain socket of the loopback interface that misbehaves as told.
 */
final class RawServer implements AutoCloseable {

	private final ServerSocket serverSocket;

	private final Script script;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

	private final Phaser open = new Phaser(1);

	private volatile String greeting = "";

	private RawServer(Script script) {
		try {
			this.serverSocket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.script = script;
		Thread acceptor = new Thread(this::accept, "raw-server");
		acceptor.setDaemon(true);
		acceptor.start();
	}

	static RawServer playing(Script script) {
		return new RawServer(script);
	}

	/**
	 * Server that answers every request with the same text and closes the connection.
	 */
	static RawServer answering(String response) {
		return playing((request, connection) -> connection.send(response));
	}

	/**
	 * Server that says something before it is asked.
	 */
	static RawServer greeting(String greeting) {
		RawServer server = playing((request, connection) -> {
		});
		server.greeting = greeting;
		return server;
	}

	/**
	 * Server that plays one script for the first request and another for all others.
	 */
	static RawServer failingOnce(Script first, Script others) {
		return failing(new AtomicInteger(1), first, others);
	}

	/**
	 * Server that plays one script for some requests and another for all others.
	 * @param failures how many requests the first script is played for
	 */
	static RawServer failing(AtomicInteger failures, Script first, Script others) {
		return playing(
				(request, connection) -> ((failures.getAndDecrement() > 0) ? first : others).play(request, connection));
	}

	static String eventStream(String... frames) {
		StringBuilder response = new StringBuilder(head("text/event-stream"));
		for (String frame : frames) {
			response.append("data: ").append(frame).append("\n\n");
		}
		return response.toString();
	}

	/**
	 * Head of an answer that lasts until the connection closes.
	 */
	static String head(String contentType) {
		return "HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\nConnection: close\r\n\r\n";
	}

	static String json(String status, String body) {
		return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
				+ body.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + body;
	}

	private void accept() {
		while (!this.serverSocket.isClosed()) {
			try {
				Socket socket = this.serverSocket.accept();
				this.sockets.add(socket);
				this.open.register();
				Thread worker = new Thread(() -> serve(socket), "raw-server-connection");
				worker.setDaemon(true);
				worker.start();
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			socket.setTcpNoDelay(true);
			new Connection(socket).send(this.greeting);
			Request request = Request.read(socket.getInputStream());
			if (request != null) {
				this.requests.add(request);
				this.script.play(request, new Connection(socket));
			}
		}
		catch (IOException ex) {
			// the client went away, which is what some tests are about
		}
		finally {
			this.open.arriveAndDeregister();
		}
	}

	/**
	 * Waits until every connection is closed.
	 */
	void awaitClosed() throws Exception {
		this.open.awaitAdvanceInterruptibly(this.open.arrive(), 10, TimeUnit.SECONDS);
	}

	URI uri() {
		return URI.create("http://127.0.0.1:" + this.serverSocket.getLocalPort());
	}

	Request takeRequest() throws InterruptedException {
		Request request = this.requests.poll(10, TimeUnit.SECONDS);
		if (request == null) {
			throw new AssertionError("No request within 10 seconds");
		}
		return request;
	}

	int requestCount() {
		return this.requests.size();
	}

	@Override
	public void close() {
		try {
			this.serverSocket.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What the server does with a request; the connection closes when it is done.
	 */
	interface Script {

		void play(Request request, Connection connection) throws IOException;

	}

	record Connection(Socket socket) {

		void send(String text) throws IOException {
			send(text.getBytes(StandardCharsets.UTF_8));
		}

		/**
		 * Sends a piece of a body with {@code Transfer-Encoding: chunked}.
		 */
		void sendChunk(String text) throws IOException {
			send(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
		}

		void send(byte[] bytes) throws IOException {
			OutputStream out = this.socket.getOutputStream();
			out.write(bytes);
			out.flush();
		}

		/**
		 * Reads another request of the same connection.
		 * @return the request, or {@code null} where the client closed the connection
		 */
		Request nextRequest() throws IOException {
			return Request.read(this.socket.getInputStream());
		}

		/**
		 * Waits until the client closes the connection.
		 */
		void awaitClose() throws IOException {
			try {
				while (this.socket.getInputStream().read() >= 0) {
					// whatever comes does not matter
				}
			}
			catch (IOException ex) {
				// a reset is a close, too
			}
		}

		/**
		 * Waits whether the client closes the connection.
		 */
		boolean closesWithin(int milliseconds) throws IOException {
			this.socket.setSoTimeout(milliseconds);
			try {
				return this.socket.getInputStream().read() < 0;
			}
			catch (SocketTimeoutException ex) {
				return false;
			}
			catch (IOException ex) {
				return true;
			}
			finally {
				this.socket.setSoTimeout(0);
			}
		}

		void close() throws IOException {
			this.socket.close();
		}

		void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

	}

	record Request(String line, Map<String, String> headers, String body) {

		private static Request read(InputStream in) throws IOException {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			int matched = 0;
			while (matched < 4) {
				int next = in.read();
				if (next < 0) {
					return null;
				}
				head.write(next);
				matched = (next == "\r\n\r\n".charAt(matched)) ? matched + 1 : ((next == '\r') ? 1 : 0);
			}
			String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n");
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			for (int i = 1; i < lines.length; i++) {
				int colon = lines[i].indexOf(':');
				headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
			}
			int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
			return new Request(lines[0], headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
		}

	}

}
