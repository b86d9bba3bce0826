package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * HTTP proxy on the loopback interface that opens tunnels and remembers who asked.
 */
final class TunnelProxy implements AutoCloseable {

	private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

	private final List<String> requests = new CopyOnWriteArrayList<>();

	TunnelProxy() throws IOException {
		start(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	List<String> requests() {
		return this.requests;
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.server.accept();
			start(() -> tunnel(client));
		}
	}

	private void tunnel(Socket client) throws IOException {
		String request = head(client.getInputStream());
		this.requests.add(request);
		String[] target = request.split(" ")[1].split(":");
		try (client; Socket service = new Socket(target[0], Integer.parseInt(target[1]))) {
			client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			start(() -> client.getInputStream().transferTo(service.getOutputStream()));
			service.getInputStream().transferTo(client.getOutputStream());
		}
	}

	private static String head(InputStream input) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) input.read());
		}
		return head.toString();
	}

	private static void start(Step step) {
		Thread thread = new Thread(() -> {
			try {
				step.run();
			}
			catch (IOException ex) {
				// closed, which ends the step
			}
		}, "tunnel-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

	private interface Step {

		void run() throws IOException;

	}

}
