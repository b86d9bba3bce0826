package io.github.llmspring.tools;

import java.lang.reflect.AnnotatedElement;

import io.github.llmspring.schema.MemberNotes;
import io.github.llmspring.schema.TypeSchemas;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ToolParam} says of the fields of types.
 */
final class ToolParamNotes implements MemberNotes {

	static final TypeSchemas SCHEMAS = new TypeSchemas(new ToolParamNotes());

	@Override
	public @Nullable String description(AnnotatedElement member) {
		ToolParam annotation = member.getAnnotation(ToolParam.class);
		return (annotation != null && !annotation.description().isEmpty()) ? annotation.description() : null;
	}

	@Override
	public boolean optional(AnnotatedElement member) {
		ToolParam annotation = member.getAnnotation(ToolParam.class);
		return annotation != null && !annotation.required();
	}

}
