package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

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

	private final Map<String, WebClient> clients = new ConcurrentHashMap<>();

	private final List<ProviderHttpClient> opened = new CopyOnWriteArrayList<>();

	ProviderWebClients(ObjectProvider<WebClient.Builder> builders,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectors, ObjectProvider<HttpClientSettings> settings,
			ObjectProvider<SslBundles> bundles, ConfigurationOrigins origins) {
		this.builders = builders;
		this.connectors = connectors;
		this.settings = settings;
		this.bundles = bundles;
		this.origins = origins;
	}

	/**
	 * Client of a provider: the same one each time.
	 */
	WebClient create(Remote provider) {
		return this.clients.computeIfAbsent(provider.id(), (id) -> open(provider));
	}

	private WebClient open(Remote provider) {
		ProviderHttpClient connections = new ProviderHttpClient(provider.settings());
		this.opened.add(connections);
		return this.builders.getIfAvailable(WebClient::builder)
			.clone()
			.clientConnector(connector(provider, connections))
			.build();
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
		ReloadableConnector connector = new ReloadableConnector((bundle) -> builder.build(common.withSslBundle(bundle)),
				bundle(known, provider, name));
		known.addBundleUpdateHandler(name, connector::reload);
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
		this.opened.forEach(ProviderHttpClient::close);
	}

}
