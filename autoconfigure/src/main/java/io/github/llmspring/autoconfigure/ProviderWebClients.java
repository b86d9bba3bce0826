package io.github.llmspring.autoconfigure;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.llmspring.autoconfigure.ConfiguredProvider.Remote;
import io.github.llmspring.http.ProviderHttpClient;
import io.github.llmspring.routing.Alternatives;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes a WebClient for each provider: the application's builder with everything that was
 * customized on it, over connections of the provider's own.
 */
final class ProviderWebClients implements DisposableBean {

	private final ObjectProvider<WebClient.Builder> builders;

	private final ObjectProvider<ClientHttpConnectorBuilder<?>> connectors;

	private final ObjectProvider<HttpClientSettings> settings;

	private final ObjectProvider<SslBundles> bundles;

	private final ConfigurationOrigins origins;

	private final ObjectProvider<LlmRuntime> runtime;

	private final Set<String> watched = ConcurrentHashMap.newKeySet();

	private final Set<ProviderHttpClient> opened = ConcurrentHashMap.newKeySet();

	private volatile boolean destroyed;

	ProviderWebClients(ObjectProvider<WebClient.Builder> builders,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectors, ObjectProvider<HttpClientSettings> settings,
			ObjectProvider<SslBundles> bundles, ConfigurationOrigins origins, ObjectProvider<LlmRuntime> runtime) {
		this.builders = builders;
		this.connectors = connectors;
		this.settings = settings;
		this.bundles = bundles;
		this.origins = origins;
		this.runtime = runtime;
	}

	/**
	 * Opens connections for a provider, which stay open until somebody closes them or the
	 * application ends.
	 */
	Connections open(Remote provider) {
		if (this.destroyed) {
			throw new IllegalStateException("The application has ended");
		}
		ProviderHttpClient connections = new ProviderHttpClient(provider.settings());
		WebClient client = this.builders.getIfAvailable(WebClient::builder)
			.clone()
			.clientConnector(connector(provider, connections))
			.build();
		this.opened.add(connections);
		return new Connections(client, () -> {
			this.opened.remove(connections);
			connections.close();
		});
	}

	/**
	 * How many pools of connections are open.
	 */
	int open() {
		return this.opened.size();
	}

	private ClientHttpConnector connector(Remote provider, ProviderHttpClient connections) {
		ReactorClientHttpConnectorBuilder builder = builder().withHttpClientFactory(connections::client)
			.withoutHttpClientDefaults();
		HttpClientSettings common = this.settings.getIfAvailable(HttpClientSettings::defaults)
			.withConnectTimeout(provider.settings().timeouts().connect())
			.withReadTimeout(null)
			.withRedirects(HttpRedirects.DONT_FOLLOW);
		String name = provider.sslBundle();
		if (name == null) {
			return builder.build(common);
		}
		SslBundles known = this.bundles.getObject();
		ClientHttpConnector connector = builder.build(common.withSslBundle(bundle(known, provider, name)));
		if (this.watched.add(name)) {
			known.addBundleUpdateHandler(name,
					(bundle) -> this.runtime.ifAvailable((runtime) -> runtime.renewConnections(name)));
		}
		return connector;
	}

	/**
	 * The application's builder where it makes connectors of Reactor Netty, since that is
	 * what the transport is written for.
	 */
	private ReactorClientHttpConnectorBuilder builder() {
		return (this.connectors.getIfAvailable() instanceof ReactorClientHttpConnectorBuilder reactor) ? reactor
				: ClientHttpConnectorBuilder.reactor();
	}

	private SslBundle bundle(SslBundles known, Remote provider, String name) {
		if (!known.getBundleNames().contains(name)) {
			throw this.origins.invalid("llm.providers." + provider.id() + ".ssl.bundle", name,
					"There is no SSL bundle of that name.",
					"Define it under spring.ssl.bundle. " + Alternatives.of(known.getBundleNames()).sentence(name));
		}
		return known.getBundle(name);
	}

	@Override
	public void destroy() {
		this.destroyed = true;
		this.opened.forEach(ProviderHttpClient::close);
	}

}
