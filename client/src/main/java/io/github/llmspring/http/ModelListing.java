package io.github.llmspring.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.HttpCall;
import io.github.llmspring.wire.ModelList;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * The models that a service offers, asked for at most every ten minutes; a failure is not
 * remembered.
 * <p>
 * Where the list is stands in the dialect and holds for the wire format of the preset:
 * elsewhere a service keeps to the form of the other format.
 */
final class ModelListing {

	private static final Duration FRESH = Duration.ofMinutes(10);

	/**
	 * A list that never ends would be read for ever.
	 */
	private static final int MOST_PAGES = 20;

	private final ProviderSettings settings;

	private final Dialect dialect;

	private final Dialect place;

	private final RequestSender sender;

	private final ServiceAddress address;

	private final Mono<List<ModelInfo>> cached;

	ModelListing(ProviderSettings settings, Dialect dialect, WebClient client, Scheduler clock) {
		this.settings = settings;
		this.dialect = dialect;
		this.sender = new RequestSender(client, settings);
		this.place = settings.wireFormat().equals(settings.preset().wireFormat()) ? dialect : Dialect.STANDARD;
		this.address = new ServiceAddress(above(settings.baseUrl(), this.place.get(ModelList.ABOVE)),
				settings.preset().query());
		this.cached = Mono.defer(this::ask)
			.cache((models) -> FRESH, (failure) -> Duration.ZERO, () -> Duration.ZERO, clock);
	}

	private static URI above(URI baseUrl, String part) {
		return part.isEmpty() ? baseUrl
				: URI.create(baseUrl.toString().replaceFirst(Pattern.quote(part) + "[^?]*", ""));
	}

	Mono<List<ModelInfo>> models() {
		return this.cached;
	}

	/**
	 * The models as of now; what is remembered stays as it is.
	 */
	Mono<List<ModelInfo>> anew() {
		return Mono.defer(this::ask);
	}

	private Mono<List<ModelInfo>> ask() {
		if (this.place.get(ModelList.PATH).isEmpty()) {
			return Mono.error(LlmException
				.builder(Reason.UNSUPPORTED, "the service has no list of models where its answers come from")
				.advice("Look the names of its models up where you manage your account.")
				.provider(this.settings.id())
				.build());
		}
		if (!this.dialect.get(ModelList.PUBLIC)) {
			new RequiredKey(this.settings).check(null);
		}
		return page(this.place.get(ModelList.QUERY))
			.expand((page) -> (page.next() != null) ? page(query(page.next())) : Mono.empty())
			.take(MOST_PAGES)
			.flatMapIterable(ModelList::models)
			.collectList()
			.map(List::copyOf);
	}

	private String query(String next) {
		String first = this.place.get(ModelList.QUERY);
		return first.isEmpty() ? next : first + "&" + next;
	}

	private Mono<ModelList> page(String query) {
		String path = this.place.get(ModelList.PATH) + (query.isEmpty() ? "" : "?" + query);
		URI uri = this.address.resolve(path).normalize();
		return new WholeExchange<>(this.settings, this.dialect, new RateLimitHeaders(this.dialect), null, uri,
				(body, headers) -> ModelList.read(body, this.dialect))
			.send(this.sender, HttpCall.get(path));
	}

}
