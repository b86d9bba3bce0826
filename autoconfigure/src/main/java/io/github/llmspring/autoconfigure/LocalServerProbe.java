package io.github.llmspring.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.llmspring.http.LocalServer;
import io.github.llmspring.http.Preset;
import io.github.llmspring.wire.ModelList;
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

	/**
	 * A server may listen on either, and which one a name such as localhost means is not
	 * the same everywhere. The first that is behind both counts.
	 */
	private static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

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
			.flatMapSequential(this::ask)
			.collectList()
			.block(this.timeout.plusSeconds(5));
		return (found != null) ? found : List.of();
	}

	private Mono<FoundServer> ask(Candidate candidate) {
		return Flux.fromIterable(LOOPBACK)
			.flatMapSequential((host) -> ask(candidate, new ServerAddress(host, candidate.port())).timeout(this.timeout)
				.onErrorResume((error) -> Mono.empty()))
			.next();
	}

	private Mono<FoundServer> ask(Candidate candidate, ServerAddress address) {
		return Flux.fromIterable(candidate.server().proof().entrySet())
			.concatMap((proof) -> get(address.root() + proof.getKey()).map((answer) -> holds(answer, proof.getValue())))
			.all(Boolean::booleanValue)
			.filter(Boolean::booleanValue)
			.flatMap((proven) -> models(candidate.preset(), address))
			.map((models) -> found(candidate.preset(), address, models));
	}

	private Mono<JsonNode> models(Preset preset, ServerAddress address) {
		URI list = URI.create(FoundServer.baseUrl(preset, address) + preset.dialect().get(ModelList.PATH));
		return get(list.normalize().toString()).onErrorReturn(MAPPER.missingNode());
	}

	private Mono<JsonNode> get(String address) {
		return this.client.get()
			.uri(URI.create(address))
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

	private static FoundServer found(Preset preset, ServerAddress address, JsonNode models) {
		return new FoundServer(preset, address, first(models, false), first(models, true));
	}

	/**
	 * The first model for chats or for vectors, as far as it can be told.
	 */
	private static @Nullable String first(JsonNode answer, boolean forVectors) {
		return Stream.of("data", "models")
			.flatMap((list) -> answer.path(list).valueStream())
			.filter((model) -> makesVectors(model) == forVectors)
			.map(LocalServerProbe::name)
			.filter(Objects::nonNull)
			.filter((name) -> MODEL.matcher(name).matches())
			.findFirst()
			.orElse(null);
	}

	/**
	 * What a model is for is told by its type, else by the family that it is of: those
	 * named after BERT write nothing.
	 */
	private static boolean makesVectors(JsonNode model) {
		return model.path("type").asString("").startsWith("embed") || String.valueOf(name(model)).contains("embed")
				|| model.path("details").path("family").asString("").endsWith("bert");
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
