package io.github.llmspring.autoconfigure.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.assembly.SurroundedProvider;
import io.github.llmspring.health.LastFailure;
import io.github.llmspring.routing.ProviderEntry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks services for their lists of models, which costs nothing: all at once, and not
 * again for a while.
 */
final class Probes {

	/**
	 * Not found, method not allowed, not implemented.
	 */
	private static final Set<Integer> NO_LIST = Set.of(404, 405, 501);

	private final ProbeSettings settings;

	private final Clock clock;

	private Map<String, Probe> known = Map.of();

	private Instant knownUntil = Instant.MIN;

	Probes(ProbeSettings settings, Clock clock) {
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * What came of it, by provider. One that has no list is not among them.
	 * @param providers the providers to ask, if it is time
	 */
	synchronized Map<String, Probe> of(List<ProviderEntry> providers) {
		if (!this.clock.instant().isBefore(this.knownUntil)) {
			this.known = Flux.fromIterable(providers)
				.flatMap(this::ask, Math.max(1, providers.size()))
				.collectMap(Asked::provider, Asked::probe)
				.blockOptional()
				.orElse(Map.of());
			this.knownUntil = this.clock.instant().plus(this.settings.interval());
		}
		return this.known;
	}

	private Mono<Asked> ask(ProviderEntry entry) {
		String provider = entry.id();
		Duration timeout = this.settings.timeout();
		return Mono.defer(() -> models(entry))
			.timeout(timeout,
					Mono.error(() -> LlmException.of(Reason.TIMEOUT_TOTAL,
							"the list of models did not come within " + timeout.toMillis() + " ms")))
			.map((models) -> new Asked(provider, new Probe(this.clock.instant(), null)))
			.onErrorResume((failure) -> isNoList(failure) ? Mono.empty() : Mono.fromSupplier(() -> new Asked(provider,
					new Probe(this.clock.instant(), LastFailure.of(failure, this.clock.instant())))));
	}

	private static Mono<List<ModelInfo>> models(ProviderEntry entry) {
		ChatProvider provider = entry.provider();
		return (provider instanceof SurroundedProvider surrounded) ? surrounded.modelsAnew() : provider.models();
	}

	/**
	 * Whether a service can be reached and only has no list, which many that are
	 * compatible with another have not.
	 */
	private static boolean isNoList(Throwable failure) {
		return failure instanceof LlmException known && (known.reason() == Reason.UNSUPPORTED
				|| (known.status() != null && NO_LIST.contains(known.status())));
	}

	private record Asked(String provider, Probe probe) {
	}

}
