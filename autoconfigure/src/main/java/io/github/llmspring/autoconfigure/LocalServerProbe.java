package io.github.llmspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.llmspring.http.LocalServer;
import io.github.llmspring.http.Preset;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Asks ports of the loopback interface whether a known server is behind them, all at the
 * same time and within a bound. Whatever goes wrong means that it is not there.
 */
final class LocalServerProbe {

	private static final String LOOPBACK = "127.0.0.1";

	private static final int LARGEST_ANSWER = 2 * 1024 * 1024;

	/**
	 * What can be the name of a model in configuration and in a log.
	 */
	private static final Pattern MODEL = Pattern.compile("[ -~&&[^$]]{1,500}");

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final WebClient client;

	private final Duration timeout;

	LocalServerProbe(Duration timeout) {
		HttpClient connections = HttpClient.create(ConnectionProvider.newConnection()).responseTimeout(timeout);
		this.client = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(connections))
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER))
			.build();
		this.timeout = timeout;
	}

	/**
	 * Asks all candidates.
	 * @param candidates the candidates
	 * @return those that are there, in the same order
	 */
	List<FoundServer> ask(List<Candidate> candidates) {
		List<FoundServer> found = Flux.fromIterable(candidates)
			.flatMapSequential(
					(candidate) -> ask(candidate).timeout(this.timeout).onErrorResume((error) -> Mono.empty()))
			.collectList()
			.block(this.timeout.plusSeconds(5));
		return (found != null) ? found : List.of();
	}

	private Mono<FoundServer> ask(Candidate candidate) {
		ServerAddress address = new ServerAddress(LOOPBACK, candidate.port());
		return Flux.fromIterable(candidate.server().proof().entrySet())
			.concatMap((proof) -> get(address, proof.getKey()).map((answer) -> holds(answer, proof.getValue())))
			.all(Boolean::booleanValue)
			.filter(Boolean::booleanValue)
			.flatMap((proven) -> models(address, candidate.server()))
			.map((models) -> new FoundServer(candidate.preset(), address, firstForChat(models)));
	}

	private Mono<JsonNode> models(ServerAddress address, LocalServer server) {
		return get(address, server.models()).onErrorReturn(MAPPER.missingNode());
	}

	private Mono<JsonNode> get(ServerAddress address, String path) {
		return this.client.get()
			.uri(address.root() + path)
			.retrieve()
			.bodyToMono(byte[].class)
			.map(MAPPER::readTree)
			.defaultIfEmpty(MAPPER.missingNode());
	}

	private static boolean holds(JsonNode answer, String proof) {
		int mark = proof.indexOf('=');
		JsonNode value = answer.at((mark >= 0) ? proof.substring(0, mark) : proof);
		return (mark >= 0) ? value.asString("").equals(proof.substring(mark + 1)) : !value.isMissingNode();
	}

	private static @Nullable String firstForChat(JsonNode answer) {
		return Stream.of("data", "models")
			.flatMap((list) -> answer.path(list).valueStream())
			.filter((model) -> !model.path("type").asString("").startsWith("embed"))
			.map(LocalServerProbe::name)
			.filter(Objects::nonNull)
			.filter((name) -> MODEL.matcher(name).matches() && !name.contains("embed"))
			.findFirst()
			.orElse(null);
	}

	private static @Nullable String name(JsonNode model) {
		return Stream.of("id", "model", "name")
			.map((field) -> model.path(field).asString(""))
			.filter((name) -> !name.isBlank())
			.findFirst()
			.orElse(null);
	}

	/**
	 * Server that may be there.
	 *
	 * @param preset the service it would be
	 * @param server how it is recognised
	 * @param port the port it would listen on
	 */
	record Candidate(Preset preset, LocalServer server, int port) {
	}

}
