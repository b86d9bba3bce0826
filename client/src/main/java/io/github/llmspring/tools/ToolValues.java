package io.github.llmspring.tools;

import io.github.llmspring.ToolOutput;
import io.github.llmspring.schema.StrictJson;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
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
	 * @throws Exception if a reactive one ends so
	 */
	static ToolOutput output(@Nullable Object value) throws Exception {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, value);
		Object answer = (adapter != null && value != null) ? await(adapter, value) : value;
		if (answer instanceof ToolOutput output) {
			return output;
		}
		return ToolOutput.of((answer instanceof CharSequence text) ? text.toString() : StrictJson.write(answer));
	}

	private static @Nullable Object await(ReactiveAdapter adapter, Object value) throws Exception {
		try {
			return result(adapter, value).contextCapture().block();
		}
		catch (RuntimeException ex) {
			// block() wraps what is checked, which would hide its message from the model
			throw (Exceptions.unwrap(ex) instanceof Exception cause) ? cause : ex;
		}
	}

	private static Mono<?> result(ReactiveAdapter adapter, Object value) {
		if (adapter.isNoValue()) {
			return Mono.from(adapter.toPublisher(value)).thenReturn(DONE);
		}
		return adapter.isMultiValue() ? Flux.from(adapter.toPublisher(value)).collectList()
				: Mono.from(adapter.toPublisher(value));
	}

}
