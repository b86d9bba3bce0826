package io.github.llmspring.tools;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolInvocation;

/**
 * Makes tools of methods and functions.
 */
public final class Tools {

	private Tools() {
	}

	/**
	 * Tools of an object: its methods with {@link Tool}, also those of the class behind a
	 * proxy, which are called through the proxy.
	 * @param source the object
	 * @return the tools by the order of their names, possibly none
	 */
	public static List<ToolDefinition> of(Object source) {
		return new AnnotatedToolScanner().scan(source);
	}

	/**
	 * Tool of a function.
	 * @param name the name that the model calls it by
	 * @param description what it does and when to use it, written for the model
	 * @param input the type of its arguments: a record or class whose properties they are
	 * @param function gives the answer: text as it is, a
	 * {@link io.github.llmspring.ToolOutput}, or a value to be written as JSON
	 * @param <I> the type of its arguments
	 * @return the tool
	 */
	public static <I> ToolDefinition function(String name, String description, Class<I> input,
			Function<? super I, ?> function) {
		return function(name, description, input, (arguments, invocation) -> function.apply(arguments));
	}

	/**
	 * Tool of a function that wants to see the call and the application's context.
	 * @param name the name that the model calls it by
	 * @param description what it does and when to use it, written for the model
	 * @param input the type of its arguments: a record or class whose properties they are
	 * @param function gives the answer: text as it is, a
	 * {@link io.github.llmspring.ToolOutput}, or a value to be written as JSON
	 * @param <I> the type of its arguments
	 * @return the tool
	 */
	public static <I> ToolDefinition function(String name, String description, Class<I> input,
			BiFunction<? super I, ToolInvocation, ?> function) {
		return new ToolDefinition(ToolNames.check(name), description, ToolParamNotes.SCHEMAS.ofObject(input),
				new TypedFunction<I>(input, function));
	}

}
