package io.github.llmspring.http;

import java.net.URI;
import java.time.Duration;

import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;

/**
 * The connections of one provider: a pool of its own, sized for what it is asked to do.
 */
public final class ProviderHttpClient implements AutoCloseable {

	/**
	 * Shorter than the minute after which common load balancers close silently.
	 */
	private static final Duration MAX_IDLE = Duration.ofSeconds(50);

	private final ConnectionProvider connections;

	private final HttpClient client;

	/**
	 * Opens a pool.
	 * @param settings the provider's settings
	 */
	public ProviderHttpClient(ProviderSettings settings) {
		Duration connect = settings.timeouts().connect();
		this.connections = ConnectionProvider.builder("llm-" + settings.id())
			.maxConnections(settings.maxConnections())
			.pendingAcquireTimeout(connect)
			.pendingAcquireMaxCount(-1)
			.maxIdleTime(MAX_IDLE)
			.build();
		HttpClient plain = HttpClient.create(this.connections)
			.followRedirect(false)
			.compress(true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, connect.toMillis()));
		boolean secure = "https".equals(settings.baseUrl().getScheme());
		HttpClient spoken = settings.http2()
				? plain.protocol(secure ? HttpProtocol.H2 : HttpProtocol.H2C, HttpProtocol.HTTP11) : plain;
		URI proxy = settings.proxy();
		this.client = (proxy != null) ? spoken.proxy((spec) -> proxy(spec, proxy)) : spoken.proxyWithSystemProperties();
	}

	static int port(URI proxy) {
		return (proxy.getPort() >= 0) ? proxy.getPort() : (isSocks(proxy) ? 1080 : 80);
	}

	private static boolean isSocks(URI proxy) {
		return String.valueOf(proxy.getScheme()).startsWith("socks");
	}

	private static void proxy(ProxyProvider.TypeSpec spec, URI proxy) {
		ProxyProvider.Builder builder = spec
			.type(isSocks(proxy) ? ProxyProvider.Proxy.SOCKS5 : ProxyProvider.Proxy.HTTP)
			.host(proxy.getHost())
			.port(port(proxy));
		@Nullable String user = proxy.getUserInfo();
		if (user != null) {
			int colon = user.indexOf(':');
			String password = (colon >= 0) ? user.substring(colon + 1) : "";
			builder.username((colon >= 0) ? user.substring(0, colon) : user).password((name) -> password);
		}
	}

	/**
	 * Client that uses the pool.
	 * @return the client
	 */
	public HttpClient client() {
		return this.client;
	}

	@Override
	public void close() {
		this.connections.dispose();
	}

}
