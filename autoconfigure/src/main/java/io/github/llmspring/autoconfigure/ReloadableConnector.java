package io.github.llmspring.autoconfigure;

import java.net.URI;
import java.util.function.Function;

import reactor.core.publisher.Mono;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Connector that is made anew when its SSL bundle changes; exchanges under way go on.
 */
final class ReloadableConnector implements ClientHttpConnector {

	private final Function<SslBundle, ClientHttpConnector> factory;

	private volatile ClientHttpConnector connector;

	ReloadableConnector(Function<SslBundle, ClientHttpConnector> factory, SslBundle bundle) {
		this.factory = factory;
		this.connector = factory.apply(bundle);
	}

	void reload(SslBundle bundle) {
		this.connector = this.factory.apply(bundle);
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return this.connector.connect(method, uri, requestCallback);
	}

}
