package io.github.llmspring.schema;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * A property of an object that no Java type stands for, such as the arguments of a
 * method.
 *
 * @param name the name
 * @param type the type of its values
 * @param description what it is for, or {@code null}
 * @param required whether it must be there
 */
public record SchemaProperty(String name, Type type, @Nullable String description, boolean required) {
}
