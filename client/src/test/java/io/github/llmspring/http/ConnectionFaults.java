package io.github.llmspring.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.http.Fault.Scene;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/**
 * What goes wrong before there is an answer.
 */
final class ConnectionFaults {

	private ConnectionFaults() {
	}

	static List<Fault> all() {
		return List.of(Fault.of("connection refused", Refusing::new).both(Reason.CONNECTION),
				Fault.of("connection not accepted in time", Busy::new).both(Reason.TIMEOUT_CONNECT),
				Fault.of("all connections of the provider in use", Occupied::new).both(Reason.TIMEOUT_CONNECT),
				Fault.of("plain HTTP where TLS is expected", PlainWhereSecure::new).both(Reason.CONNECTION),
				Fault.of("certificate that nobody trusts", Untrusted::new).both(Reason.CONNECTION),
				Fault.of("proxy refuses", RefusingProxy::new).both(Reason.CONNECTION),
				Fault.of("reset instead of an answer", (request, connection) -> connection.reset())
					.both(Reason.CONNECTION),
				Fault.of("closed without an answer", "").both(Reason.CONNECTION),
				Fault.of("closed amid the headers", "HTTP/1.1 200 OK\r\nContent-Ty").both(Reason.CONNECTION),
				Fault.of("garbage instead of HTTP", "220 mail.example ESMTP\r\n\r\n").both(Reason.MALFORMED_RESPONSE),
				Fault.of("headers without end", "HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n")
					.both(Reason.MALFORMED_RESPONSE),
				Fault.of("silence instead of an answer", (request, connection) -> connection.awaitClose())
					.inTime()
					.whole(Reason.TIMEOUT_TOTAL)
					.stream(Reason.TIMEOUT_FIRST_TOKEN));
	}

	/**
	 * An address where nobody listens.
	 */
	private static final class Refusing implements Scene {

		private final URI uri;

		Refusing() {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				this.uri = URI.create("http://127.0.0.1:" + socket.getLocalPort());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public URI uri() {
			return this.uri;
		}

		@Override
		public boolean recovers() {
			return false;
		}

		@Override
		public void close() {
			// there is nothing to close
		}

	}

	/**
	 * A server whose queue of connections is full.
	 */
	private static final class Busy implements Scene {

		private static final int MOST_CONNECTIONS = 64;

		private final ServerSocket server;

		private final List<Socket> queue = new ArrayList<>();

		Busy() {
			try {
				this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				boolean full = false;
				while (!full && this.queue.size() < MOST_CONNECTIONS) {
					Socket socket = new Socket();
					this.queue.add(socket);
					full = !connects(socket);
				}
				if (!full) {
					throw new AssertionError("The queue of connections does not fill up");
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private boolean connects(Socket socket) throws IOException {
			try {
				socket.connect(new InetSocketAddress(this.server.getInetAddress(), this.server.getLocalPort()), 200);
				return true;
			}
			catch (SocketTimeoutException ex) {
				return false;
			}
		}

		@Override
		public URI uri() {
			return URI.create("http://127.0.0.1:" + this.server.getLocalPort());
		}

		@Override
		public boolean recovers() {
			return false;
		}

		@Override
		public void close() {
			try {
				for (Socket socket : this.queue) {
					socket.close();
				}
				this.server.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	/**
	 * A service that is busy with an earlier call, which has the only connection.
	 */
	private static final class Occupied implements Scene {

		private final RawServer server = RawServer.playing((request, connection) -> connection.awaitClose());

		private @Nullable Disposable earlier;

		@Override
		public URI uri() {
			return this.server.uri();
		}

		@Override
		public void prepare(ChatProvider provider) throws Exception {
			this.earlier = provider.send(FaultTests.request(true)).subscribe();
			this.server.takeRequest();
		}

		@Override
		public boolean recovers() {
			return false;
		}

		@Override
		public void close() {
			if (this.earlier != null) {
				this.earlier.dispose();
			}
			this.server.close();
		}

	}

	/**
	 * A server that answers in plain text whatever it is sent.
	 */
	private static final class PlainWhereSecure implements Scene {

		private final RawServer server = RawServer.greeting("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");

		@Override
		public URI uri() {
			return URI.create(this.server.uri().toString().replace("http:", "https:"));
		}

		@Override
		public boolean recovers() {
			return false;
		}

		@Override
		public void close() {
			this.server.close();
		}

	}

	/**
	 * A server with a certificate of its own making.
	 */
	private static final class Untrusted implements Scene {

		private final WireMockServer server = new WireMockServer(
				wireMockConfig().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));

		Untrusted() {
			this.server.start();
		}

		@Override
		public URI uri() {
			return URI.create("https://127.0.0.1:" + this.server.httpsPort());
		}

		@Override
		public boolean recovers() {
			return false;
		}

		@Override
		public void close() {
			this.server.stop();
		}

	}

	/**
	 * A proxy that wants a password.
	 */
	private static final class RefusingProxy implements Scene {

		private final RawServer server = RawServer
			.answering("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");

		@Override
		public URI uri() {
			return URI.create("https://service.example");
		}

		@Override
		public URI proxy() {
			return URI.create(this.server.uri().toString().replace("http://", "http://user:pass-CANARY@"));
		}

		@Override
		public boolean recovers() {
			return false;
		}

		@Override
		public void close() {
			this.server.close();
		}

	}

}
