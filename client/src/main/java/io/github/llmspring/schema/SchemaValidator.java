package io.github.llmspring.schema;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;

/**
 * The library's view of a schema; apart from the rest, because the library is optional.
 */
final class SchemaValidator {

	private static final SchemaRegistry REGISTRY = SchemaRegistry
		.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	private static final int MOST_PROBLEMS = 5;

	/**
	 * Size of a document from which on the first problem is enough: there may be as many
	 * as values.
	 */
	private static final int LARGE = 1_000;

	private final Schema schema;

	SchemaValidator(JsonNode document) {
		try {
			this.schema = REGISTRY.getSchema(document);
			this.schema.initializeValidators();
		}
		catch (SchemaException ex) {
			throw new IllegalArgumentException("The schema cannot be used: " + ex.getMessage(), ex);
		}
	}

	void check(JsonNode value) throws InvalidJsonException {
		boolean large = size(value, LARGE) >= LARGE;
		List<Error> errors = this.schema.validate(value,
				(context) -> context.executionConfig((config) -> config.locale(Locale.ROOT).failFast(large)));
		if (!errors.isEmpty()) {
			throw new InvalidJsonException(errors.stream()
				.limit(MOST_PROBLEMS)
				.map(SchemaValidator::sentence)
				.collect(Collectors.joining("; ", "", (errors.size() > MOST_PROBLEMS) ? "; and more" : "")));
		}
	}

	/**
	 * How many values a document holds, counted up to a limit.
	 */
	private static int size(JsonNode value, int limit) {
		int size = 1;
		for (Iterator<JsonNode> below = value.iterator(); below.hasNext() && size < limit;) {
			size += size(below.next(), limit - size);
		}
		return size;
	}

	private static String sentence(Error error) {
		String where = error.getInstanceLocation().toString();
		return where.isEmpty() ? error.getMessage() : where + ": " + error.getMessage();
	}

}
