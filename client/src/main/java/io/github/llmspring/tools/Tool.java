package io.github.llmspring.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that a model may call.
 * <p>
 * Its parameters become the arguments that the model gives, except those of the type
 * {@link io.github.llmspring.ToolInvocation} and those with {@link ToolContext}. What it
 * returns goes to the model: text as it is, anything else as JSON; a
 * {@link io.github.llmspring.ToolOutput} can end the turn. The message of an exception
 * goes to the model, too.
 *
 * <pre class="code">
 * &#64;Tool(description = "Current temperature in a city, in degrees Celsius")
 * double temperature(&#64;ToolParam(description = "The city's English name") String city) {
 * 	return this.weather.in(city).celsius();
 * }
 * </pre>
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Tool {

	/**
	 * Name that the model calls it by; the method's name where empty.
	 * @return the name
	 */
	String name() default "";

	/**
	 * What it does and when to use it, written for the model.
	 * @return the description
	 */
	String description();

}
