package io.github.llmspring.schema;

import java.lang.reflect.AnnotatedElement;

import org.jspecify.annotations.Nullable;

/**
 * What annotations say of a member beyond those that the schemas understand themselves.
 */
public interface MemberNotes {

	/**
	 * No annotations but those of Jackson.
	 */
	MemberNotes NONE = new MemberNotes() {
	};

	/**
	 * What the member is for, written for the model.
	 * @param member the field
	 * @return the description, or {@code null}
	 */
	default @Nullable String description(AnnotatedElement member) {
		return null;
	}

	/**
	 * Whether the member may be left out although its type does not say so.
	 * @param member the field
	 * @return whether it is optional
	 */
	default boolean optional(AnnotatedElement member) {
		return false;
	}

}
