package io.github.llmspring.memory.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.opentest4j.TestAbortedException;

import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * PostgreSQL server for tests: the one at {@code TEST_POSTGRESQL_URL}, else one that is
 * started here from the binaries where Debian puts them, in a folder and on a port of its
 * own. Tests are skipped where there is neither.
 */
final class PostgresServer implements AutoCloseable {

	private static final String URL = "TEST_POSTGRESQL_URL";

	private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

	private static final int TRIES = 3;

	private static final long PATIENCE = 90;

	private final DataSource database;

	private final Runnable stop;

	private PostgresServer(String url, Runnable stop) {
		this.database = new DriverManagerDataSource(url);
		this.stop = stop;
	}

	static PostgresServer start() {
		String url = System.getenv(URL);
		if (url != null) {
			return new PostgresServer(url, () -> {
			});
		}
		Path binaries = binaries().orElseThrow(() -> new TestAbortedException("No PostgreSQL: set " + URL
				+ " to the JDBC URL of a database, or install the server's binaries below " + VERSIONS));
		try {
			return started(binaries);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Optional<Path> binaries() {
		try (Stream<Path> versions = Files.list(VERSIONS)) {
			return versions.map((version) -> version.resolve("bin"))
				.filter((bin) -> Files.isExecutable(bin.resolve("initdb")))
				.max(Comparator.naturalOrder());
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private static PostgresServer started(Path binaries) throws IOException {
		Path folder = Files.createTempDirectory("postgres");
		// the server refuses to run as root, and its folder must be its own
		List<String> user = Files.getOwner(folder).getName().equals("root") ? List.of("runuser", "-u", "postgres", "--")
				: List.of();
		try {
			if (!user.isEmpty()) {
				UserPrincipal owner = folder.getFileSystem()
					.getUserPrincipalLookupService()
					.lookupPrincipalByName("postgres");
				Files.setOwner(folder, owner);
			}
			String data = folder.resolve("data").toString();
			run(folder, user, binaries.resolve("initdb").toString(), "-D", data, "-U", "test", "-A", "trust", "-E",
					"UTF8", "--locale=C", "--no-sync");
			int port = started(folder, user, binaries, data);
			Runnable stop = () -> {
				run(folder, user, binaries.resolve("pg_ctl").toString(), "-D", data, "-m", "immediate", "-w", "stop");
				delete(folder);
			};
			return new PostgresServer("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=test", stop);
		}
		catch (IOException | RuntimeException ex) {
			delete(folder);
			throw ex;
		}
	}

	private static int started(Path folder, List<String> user, Path binaries, String data) throws IOException {
		for (int attempt = 1;; attempt++) {
			int port = freePort();
			try {
				run(folder, user, binaries.resolve("pg_ctl").toString(), "-D", data, "-w", "-t",
						String.valueOf(PATIENCE), "-l", data + "/server.log", "-o",
						"-F -p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=", "start");
				return port;
			}
			catch (IllegalStateException ex) {
				// somebody else may have taken the port meanwhile
				if (attempt == TRIES) {
					throw ex;
				}
			}
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static void run(Path folder, List<String> user, String... command) {
		List<String> whole = new ArrayList<>(user);
		whole.addAll(List.of(command));
		try {
			// the output goes to a file, since a server that is started keeps a pipe open
			Path output = Files.createTempFile("postgres", ".log");
			try {
				Process process = new ProcessBuilder(whole).directory(folder.toFile())
					.redirectErrorStream(true)
					.redirectOutput(output.toFile())
					.start();
				if (!process.waitFor(PATIENCE + 10, TimeUnit.SECONDS)) {
					process.destroyForcibly();
				}
				else if (process.exitValue() == 0) {
					return;
				}
				throw new IllegalStateException(whole + " failed:\n" + Files.readString(output));
			}
			finally {
				Files.delete(output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static void delete(Path folder) {
		try {
			FileSystemUtils.deleteRecursively(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	DataSource database() {
		return this.database;
	}

	@Override
	public void close() {
		this.stop.run();
	}

}
