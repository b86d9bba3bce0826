package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;

import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Key store with a new self-signed certificate for 127.0.0.1.
 *
 * @param store the file, PKCS12
 */
record TestKeys(Path store) {

	static final String PASSWORD = "changeit";

	static TestKeys create(Path directory, String name) throws IOException, InterruptedException {
		Path store = directory.resolve(name + ".p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1",
				"-validity", "2", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(keytool.exitValue()).isZero();
		return new TestKeys(store);
	}

	/**
	 * Properties of an SSL bundle that trusts the certificate and no other.
	 */
	String[] bundle(String name) {
		String prefix = "spring.ssl.bundle.jks." + name + ".truststore.";
		return new String[] { prefix + "location=file:" + this.store, prefix + "password=" + PASSWORD,
				prefix + "type=PKCS12" };
	}

	/**
	 * Lets a server prove itself with the certificate.
	 */
	HttpServer secured(HttpServer server) {
		try (InputStream input = Files.newInputStream(this.store)) {
			KeyStore keys = KeyStore.getInstance("PKCS12");
			keys.load(input, PASSWORD.toCharArray());
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(keys, PASSWORD.toCharArray());
			return server.secure((spec) -> spec.sslContext(Http11SslContextSpec.forServer(factory)));
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
