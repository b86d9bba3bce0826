package io.github.llmspring.http;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.wire.WireFormat;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Provider whose format need not be one that configuration can name.
 */
public final class ProviderOfFormat {

	private ProviderOfFormat() {
	}

	public static ChatProvider of(ProviderSettings settings, WireFormat format, ProviderHttpClient connections) {
		return new HttpChatProvider(settings, format,
				WebClient.builder().clientConnector(new ReactorClientHttpConnector(connections.client())).build(),
				Ticker.SYSTEM);
	}

}
