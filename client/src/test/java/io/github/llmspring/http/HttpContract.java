package io.github.llmspring.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatProviderContract;
import io.github.llmspring.Exchanges;
import io.github.llmspring.Secret;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract of a provider, for {@link HttpChatProvider} with a wire format.
 */
abstract class HttpContract extends ChatProviderContract {

	private static final Map<String, Preset> PRESETS = Presets.load(Preset.class.getClassLoader());

	private final Exchanges exchanges = new Exchanges();

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final String preset;

	private final String wireFormat;

	private final Fixture fixture;

	HttpContract(String preset, String wireFormat, Fixture fixture) {
		this.preset = preset;
		this.wireFormat = wireFormat;
		this.fixture = fixture;
	}

	@AfterEach
	void closeWhatWasOpened() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	@Override
	protected final ChatProvider answering() {
		return provider((connection, streaming) -> connection
			.send(streaming ? stream(this.fixture.frames) : bytes(RawServer.json("200 OK", this.fixture.body))));
	}

	@Override
	protected final ChatProvider failing() {
		return provider((connection, streaming) -> connection
			.send(RawServer.json("429 Too Many Requests", "{\"error\":{\"message\":\"Slow down.\"}}")));
	}

	@Override
	protected final ChatProvider breakingOff() {
		return provider((connection, streaming) -> connection.send(beginning()));
	}

	@Override
	protected final ChatProvider unending() {
		return provider((connection, streaming) -> {
			if (streaming) {
				connection.send(beginning());
			}
			connection.awaitClose();
			this.exchanges.abandon();
		});
	}

	private byte[] beginning() {
		return stream(Arrays.copyOf(this.fixture.frames, this.fixture.pieces));
	}

	/**
	 * An answer that holds these frames.
	 */
	byte[] stream(String... frames) {
		return bytes(RawServer.eventStream(frames));
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	protected final Optional<Exchanges> exchanges() {
		return Optional.of(this.exchanges);
	}

	private ChatProvider provider(Service service) {
		RawServer server = RawServer.playing((request, connection) -> {
			this.exchanges.begin();
			service.answer(connection, request.line().matches(".*(:streamGenerateContent|/converse-stream).*")
					|| request.body().contains("\"stream\":true"));
		});
		ProviderSettings settings = ProviderSettings.builder("acme", PRESETS.get(this.preset))
			.wireFormat(this.wireFormat)
			.baseUrl(server.uri())
			.apiKey(() -> Secret.of("k"))
			.build();
		ProviderHttpClient connections = new ProviderHttpClient(settings);
		this.opened.add(connections);
		this.opened.add(server);
		return HttpChatProvider.of(settings, connections);
	}

	private interface Service {

		void answer(RawServer.Connection connection, boolean streaming) throws IOException;

	}

	/**
	 * An answer in a wire format.
	 *
	 * @param body the whole answer
	 * @param pieces how many of the frames a stream breaks off after
	 * @param frames the same as a stream
	 */
	record Fixture(String body, int pieces, String... frames) {
	}

}
