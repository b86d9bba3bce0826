package io.github.llmspring.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.DialectKey;
import io.github.llmspring.wire.ReasoningScale;
import org.jspecify.annotations.Nullable;

/**
 * Dialect of each model of a provider: the service's, with the options that the model is
 * known to reject.
 */
final class ModelDialects {

	private static final String REASONING = "reasoning";

	/**
	 * Most models that are remembered: their names come from callers.
	 */
	private static final int REMEMBERED = 100;

	private final Dialect dialect;

	private final Function<String, Set<String>> rejects;

	private final Map<String, Known> known = new ConcurrentHashMap<>();

	ModelDialects(Dialect dialect, Function<String, Set<String>> rejects) {
		this.dialect = dialect;
		this.rejects = rejects;
	}

	/**
	 * Dialect for a request. Nobody is asked about a model where there is no option that
	 * it could reject.
	 */
	Dialect of(ChatRequest request) {
		String model = request.model();
		if (model == null || request.options() == ChatOptions.NONE) {
			return this.dialect;
		}
		Set<String> rejected = this.rejects.apply(model);
		return rejected.isEmpty() ? this.dialect : with(model, rejected);
	}

	private Dialect with(String model, Set<String> rejected) {
		Known last = this.known.get(model);
		if (last != null && last.rejected().equals(rejected)) {
			return last.dialect();
		}
		Dialect own = this.dialect.forModel(model);
		List<Object> all = new ArrayList<>(own.get(DialectKey.REJECTS));
		rejected.stream().filter((name) -> !all.contains(name)).sorted().forEach(all::add);
		Dialect dialect = own.with(DialectKey.REJECTS, List.copyOf(all));
		if (this.known.size() < REMEMBERED) {
			this.known.put(model, new Known(rejected, dialect));
		}
		return dialect;
	}

	/**
	 * The request without the wish that a model should not think, where the model cannot
	 * think: it is fulfilled.
	 */
	ChatRequest fulfilled(ChatRequest request) {
		ChatOptions options = request.options();
		@Nullable String model = request.model();
		if (options.reasoning() == null || ReasoningScale.isOn(options.reasoning()) || model == null
				|| !this.rejects.apply(model).contains(REASONING)) {
			return request;
		}
		return request.toBuilder().options(options.toBuilder().reasoning(null).build()).build();
	}

	private record Known(Set<String> rejected, Dialect dialect) {
	}

}
