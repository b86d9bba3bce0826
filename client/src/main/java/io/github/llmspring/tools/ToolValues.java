package io.github.llmspring.tools;

import io.github.llmspring.ToolOutput;
import io.github.llmspring.schema.StrictJson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * What tools return, as an answer for the model.
 */
final class ToolValues {

	/**
	 * Answer of a method that returns nothing.
	 */
	static final ToolOutput DONE = ToolOutput.of("Done.");

	private ToolValues() {
	}

	/**
	 * Answer of a value; waits for a reactive one.
	 */
	static ToolOutput output(@Nullable Object value) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, value);
		Object answer = (adapter != null && value != null) ? await(adapter, value) : value;
		if (answer instanceof ToolOutput output) {
			return output;
		}
		return ToolOutput.of((answer instanceof CharSequence text) ? text.toString() : StrictJson.write(answer));
	}

	private static @Nullable Object await(ReactiveAdapter adapter, Object value) {
		if (adapter.isNoValue()) {
			Mono.from(adapter.toPublisher(value)).contextCapture().block();
			return DONE;
		}
		return adapter.isMultiValue() ? Flux.from(adapter.toPublisher(value)).collectList().contextCapture().block()
				: Mono.from(adapter.toPublisher(value)).contextCapture().block();
	}

}
