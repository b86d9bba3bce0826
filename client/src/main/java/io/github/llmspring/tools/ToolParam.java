package io.github.llmspring.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a model should know of an argument: a parameter of a {@link Tool} method, or a
 * component or field of a type that stands in one.
 */
@Target({ ElementType.PARAMETER, ElementType.FIELD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ToolParam {

	/**
	 * What it is for, written for the model.
	 * @return the description
	 */
	String description() default "";

	/**
	 * Whether the model must give it. An {@code Optional} or nullable one need not be
	 * given in any case.
	 * @return whether it is required
	 */
	boolean required() default true;

}
