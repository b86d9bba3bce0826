package io.github.llmspring.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of a {@link Tool} method whose value comes from the application, by
 * {@link io.github.llmspring.ChatPrompt#toolContext(String, Object)}, and never passes
 * through the model.
 * <p>
 * A request that lacks the value is not sent, unless the parameter is an {@code Optional}
 * or nullable.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ToolContext {

	/**
	 * Name of the value; the parameter's name where empty.
	 * @return the name
	 */
	String value() default "";

}
