package io.github.llmspring.schema;

import java.io.File;
import java.net.InetAddress;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.MonthDay;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form in JSON of types that Jackson does not write by their fields.
 */
final class JsonForms implements CustomDefinitionProviderV2 {

	/**
	 * Types of Java that would be taken apart.
	 */
	private static final List<Class<?>> WHOLE = List.of(Locale.class, Currency.class, Charset.class, TimeZone.class,
			Year.class, YearMonth.class, MonthDay.class, ZoneOffset.class, Path.class, File.class, URL.class,
			InetAddress.class, Pattern.class, StringBuilder.class, AtomicBoolean.class, AtomicInteger.class,
			AtomicLong.class);

	@Override
	public @Nullable CustomDefinition provideCustomSchemaDefinition(ResolvedType type,
			SchemaGenerationContext context) {
		Class<?> raw = type.getErasedType();
		if (raw == Optional.class && !type.getTypeParameters().isEmpty()) {
			return inline(held(context.createDefinitionReference(type.getTypeParameters().get(0))));
		}
		ObjectNode form = form(raw);
		return (form != null) ? inline(form) : null;
	}

	/**
	 * The library fills a reference in only at the end, and only where it stands within
	 * the schema; a list of one is resolved then, too.
	 */
	private static ObjectNode held(ObjectNode reference) {
		ObjectNode form = StrictJson.mapper().createObjectNode();
		form.putArray("allOf").add(reference);
		return form;
	}

	private static CustomDefinition inline(ObjectNode form) {
		return new CustomDefinition(form, CustomDefinition.DefinitionType.INLINE,
				CustomDefinition.AttributeInclusion.NO);
	}

	private static ObjectNode constants(ObjectNode form, Class<?> type) {
		ArrayNode values = StrictJson.mapper().createArrayNode();
		for (Object constant : type.getEnumConstants()) {
			values.add(StrictJson.mapper().<JsonNode>valueToTree(constant));
		}
		if (values.valueStream().allMatch(JsonNode::isString)) {
			form.put("type", "string");
		}
		form.set("enum", values);
		return form;
	}

	private static @Nullable ObjectNode form(Class<?> type) {
		ObjectNode form = StrictJson.mapper().createObjectNode();
		if (type.isEnum()) {
			return constants(form, type);
		}
		if (type == byte[].class) {
			return form.put("type", "string").put("contentEncoding", "base64");
		}
		if (type == OptionalInt.class || type == OptionalLong.class) {
			return form.put("type", "integer");
		}
		if (type == OptionalDouble.class) {
			return form.put("type", "number");
		}
		if (JsonNode.class.isAssignableFrom(type)) {
			return form;
		}
		String written = mayBeWhole(type) ? WrittenForm.of(type) : null;
		return (written != null) ? form.put("type", written) : null;
	}

	/**
	 * Whether it has to be asked if a type has no parts: those of Java are known, those
	 * of others may say so with annotations.
	 */
	private static boolean mayBeWhole(Class<?> type) {
		return (!type.isPrimitive() && !type.isArray() && !type.getName().startsWith("java."))
				|| WHOLE.stream().anyMatch((whole) -> whole.isAssignableFrom(type));
	}

}
