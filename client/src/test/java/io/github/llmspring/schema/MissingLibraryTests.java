package io.github.llmspring.schema;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link MissingLibraryException}, with class loaders that do not see the
 * optional libraries.
 */
class MissingLibraryTests {

	private final ClassLoader without = new WithoutLibraries();

	@Test
	void schemaOfATypeNamesTheMissingGenerator() throws Exception {
		Class<?> schemas = Class.forName(TypeSchemas.class.getName(), true, this.without);
		Object plain = schemas.getField("PLAIN").get(null);
		assertThatThrownBy(() -> schemas.getMethod("of", Type.class).invoke(plain, String.class))
			.isInstanceOf(InvocationTargetException.class)
			.satisfies((ex) -> assertThat(ex.getCause()).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("add com.github.victools:jsonschema-generator, or use the starter"));
	}

	@Test
	void checkNamesTheMissingValidator() throws Exception {
		Class<?> schema = Class.forName(JsonSchema.class.getName(), true, this.without);
		assertThatThrownBy(() -> schema.getMethod("of", String.class).invoke(null, "{}"))
			.isInstanceOf(InvocationTargetException.class)
			.satisfies((ex) -> assertThat(ex.getCause()).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("add com.networknt:json-schema-validator"));
	}

}
