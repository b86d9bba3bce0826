package io.github.llmspring.schema;

import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.util.List;

import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import com.github.victools.jsonschema.module.jackson.JsonPropertySorter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.Nullness;

/**
 * The library's way to make schemas; apart from the rest, because the library is
 * optional.
 */
final class TypeSchemaGenerator {

	private static final String DEFINITIONS = "$defs";

	private final MemberNotes notes;

	private final SchemaGenerator generator;

	TypeSchemaGenerator(MemberNotes notes) {
		this.notes = notes;
		SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(StrictJson.mapper(),
				SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
			.with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
					Option.ENUM_KEYWORD_FOR_SINGLE_VALUES)
			.without(Option.SCHEMA_VERSION_INDICATOR, Option.FLATTENED_OPTIONALS);
		config.forFields()
			.withDescriptionResolver((field) -> notes.description(field.getRawMember()))
			.withRequiredCheck(this::required);
		config.forTypesInGeneral().withCustomDefinitionProvider(new JsonForms());
		config.with(new JacksonSchemaModule());
		config.forTypesInGeneral().withPropertySorter(new JsonPropertySorter(false));
		this.generator = new SchemaGenerator(config.build());
	}

	private boolean required(FieldScope scope) {
		Field field = scope.getRawMember();
		return !TypeSchemas.isOptional(field.getType()) && Nullness.forField(field) != Nullness.NULLABLE
				&& !this.notes.optional(field);
	}

	synchronized JsonNode of(Type type) {
		return this.generator.generateSchema(type);
	}

	synchronized JsonNode ofObject(List<SchemaProperty> properties) {
		SchemaBuilder builder = this.generator.buildMultipleSchemaDefinitions();
		ObjectNode schema = StrictJson.mapper().createObjectNode().put("type", "object");
		ObjectNode described = schema.putObject("properties");
		ArrayNode required = StrictJson.mapper().createArrayNode();
		for (SchemaProperty property : properties) {
			ObjectNode value = builder.createSchemaReference(property.type());
			described.set(property.name(), value);
			if (property.required()) {
				required.add(property.name());
			}
		}
		ObjectNode definitions = builder.collectDefinitions(DEFINITIONS);
		for (SchemaProperty property : properties) {
			if (property.description() != null) {
				((ObjectNode) described.get(property.name())).put("description", property.description());
			}
		}
		if (!required.isEmpty()) {
			schema.set("required", required);
		}
		schema.put("additionalProperties", false);
		if (!definitions.isEmpty()) {
			schema.set(DEFINITIONS, definitions);
		}
		return schema;
	}

}
