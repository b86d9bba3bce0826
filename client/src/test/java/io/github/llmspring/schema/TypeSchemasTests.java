package io.github.llmspring.schema;

import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TypeSchemas}.
 */
class TypeSchemasTests {

	private static JsonNode tree(String json) {
		try {
			return StrictJson.read(json);
		}
		catch (InvalidJsonException ex) {
			throw new AssertionError(ex);
		}
	}

	private static JsonNode schema(Class<?> type) {
		return tree(TypeSchemas.PLAIN.of(type));
	}

	private static JsonNode property(String name) {
		return schema(Forms.class).path("properties").path(name);
	}

	@Test
	void recordIsAnObjectOfItsComponentsInTheirOrder() {
		assertThat(TypeSchemas.PLAIN.of(Trip.class)).isEqualTo("""
				{"type":"object",\
				"properties":{"to":{"type":"string","description":"The city's name"},\
				"days":{"type":"integer"},\
				"budget":{"type":"number","description":"At most"},\
				"note":{"type":"string"},\
				"tags":{"type":"array","items":{"type":"string"}}},\
				"required":["to","days","tags"],\
				"description":"A journey","additionalProperties":false}""");
	}

	static List<List<String>> forms() {
		return List.of(List.of("day", "{\"type\":\"string\",\"format\":\"date\"}"),
				List.of("at", "{\"type\":\"string\",\"format\":\"date-time\"}"),
				List.of("offset", "{\"type\":\"string\",\"format\":\"date-time\"}"),
				List.of("local", "{\"type\":\"string\"}"), List.of("time", "{\"type\":\"string\",\"format\":\"time\"}"),
				List.of("span", "{\"type\":\"string\",\"format\":\"duration\"}"),
				List.of("id", "{\"type\":\"string\",\"format\":\"uuid\"}"),
				List.of("link", "{\"type\":\"string\",\"format\":\"uri\"}"),
				List.of("language", "{\"type\":\"string\"}"), List.of("currency", "{\"type\":\"string\"}"),
				List.of("bytes", "{\"type\":\"string\",\"contentEncoding\":\"base64\"}"), List.of("any", "{}"),
				List.of("tree", "{}"), List.of("amount", "{\"type\":\"number\"}"),
				List.of("limit", "{\"type\":\"integer\"}"),
				List.of("unit", "{\"type\":\"string\",\"enum\":[\"CELSIUS\",\"kelvin\"]}"),
				List.of("only", "{\"type\":\"string\",\"enum\":[\"ONE\"]}"), List.of("level", "{\"enum\":[1,2]}"),
				List.of("counts", "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}"),
				List.of("words", "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"),
				List.of("choices", "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}"));
	}

	@ParameterizedTest
	@MethodSource("forms")
	void typeHasTheFormThatJacksonReads(List<String> form) {
		assertThat(property(form.get(0)).toString()).isEqualTo(form.get(1));
	}

	static List<List<String>> scalars() {
		return List.of(List.of("founded", "{\"type\":\"integer\"}", "1984"),
				List.of("month", "{\"type\":\"string\"}", "\"2026-11\""),
				List.of("birthday", "{\"type\":\"string\"}", "\"--12-24\""),
				List.of("offset", "{\"type\":\"string\"}", "\"+02:00\""),
				List.of("page", "{\"type\":\"string\"}", "\"http://a/b\""),
				List.of("expression", "{\"type\":\"string\"}", "\"a+\""),
				List.of("host", "{\"type\":\"string\"}", "\"127.0.0.1\""),
				List.of("code", "{\"type\":\"string\"}", "\"NO\""), List.of("price", "{\"type\":\"integer\"}", "5"),
				List.of("hits", "{\"type\":\"integer\"}", "6"));
	}

	@ParameterizedTest
	@MethodSource("scalars")
	void typeThatJacksonWritesAsOneValueIsOne(List<String> form) throws Exception {
		JsonNode schema = schema(Scalars.class).path("properties").path(form.get(0));
		assertThat(schema.toString()).isEqualTo(form.get(1));
		Class<?> type = Scalars.class.getDeclaredField(form.get(0)).getType();
		assertThat(StrictJson.write(StrictJson.bind(tree(form.get(2)), type))).isEqualTo(form.get(2));
	}

	@Test
	void whatIsOptionalOrNullableIsNotRequired() {
		assertThat(schema(Forms.class).path("required").toString()).doesNotContain("\"limit\"").contains("\"day\"");
		assertThat(schema(Trip.class).path("required").toString()).isEqualTo("[\"to\",\"days\",\"tags\"]");
	}

	@Test
	void typeThatHoldsItselfRefersToItself() {
		assertThat(TypeSchemas.PLAIN.ofObject(Node.class)).isEqualTo("""
				{"type":"object","properties":{"name":{"type":"string"},\
				"children":{"type":"array","items":{"$ref":"#"}}},\
				"required":["name","children"],"additionalProperties":false}""");
	}

	@Test
	void optionalRecordHasTheFormOfTheRecord() {
		assertThat(TypeSchemas.PLAIN.of(Stay.class)).isEqualTo(
				"""
						{"type":"object","properties":{"place":{"type":"object","properties":{"city":{"type":"string"}},\
						"required":["city"],"additionalProperties":false,"description":"Where"}},"additionalProperties":false}""");
		assertThat(TypeSchemas.PLAIN.of(Link.class)).isEqualTo("""
				{"type":"object","properties":{"name":{"type":"string"},"next":{"$ref":"#"}},\
				"required":["name"],"additionalProperties":false}""");
	}

	@Test
	void subtypesAreToldApartByJacksonsName() {
		assertThat(schema(Shape.class).path("anyOf").valueStream().map((type) -> type.at("/properties/kind/const")))
			.extracting(JsonNode::stringValue)
			.containsExactly("circle", "square");
	}

	@Test
	void propertiesThatNoTypeStandsForMakeAnObject() {
		String schema = TypeSchemas.PLAIN.ofObject(List.of(new SchemaProperty("city", String.class, "A city", true),
				new SchemaProperty("from", Node.class, null, false),
				new SchemaProperty("to", Node.class, "End", true)));
		JsonNode tree = tree(schema);
		assertThat(tree.at("/properties/city").toString())
			.isEqualTo("{\"type\":\"string\",\"description\":\"A city\"}");
		assertThat(tree.at("/properties/from/$ref").stringValue()).isEqualTo("#/$defs/Node");
		assertThat(tree.at("/properties/to/description").stringValue()).isEqualTo("End");
		assertThat(tree.at("/properties/from/description").isMissingNode()).isTrue();
		assertThat(tree.at("/required").toString()).isEqualTo("[\"city\",\"to\"]");
		assertThat(tree.at("/$defs/Node/properties/children/items/$ref").stringValue()).isEqualTo("#/$defs/Node");
		assertThat(tree.at("/additionalProperties").booleanValue()).isFalse();
	}

	@Test
	void noPropertiesAreAnObjectThatTakesNone() {
		assertThat(TypeSchemas.PLAIN.ofObject(List.of()))
			.isEqualTo("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
	}

	@Test
	void annotationsOfTheCallerAreHeard() {
		TypeSchemas schemas = new TypeSchemas(new MemberNotes() {

			@Override
			public @Nullable String description(AnnotatedElement member) {
				return member.isAnnotationPresent(Deprecated.class) ? "old" : null;
			}

			@Override
			public boolean optional(AnnotatedElement member) {
				return member.isAnnotationPresent(Deprecated.class);
			}

		});
		assertThat(schemas.of(Noted.class)).isEqualTo("{\"type\":\"object\",\"properties\":{\"first\":{\"type\":"
				+ "\"string\",\"description\":\"old\"},\"second\":{\"type\":\"string\"}},\"required\":[\"second\"],"
				+ "\"additionalProperties\":false}");
	}

	@Test
	void typeThatIsNoObjectIsExplained() {
		assertThatIllegalArgumentException().isThrownBy(() -> TypeSchemas.PLAIN.ofObject(String.class))
			.withMessage("java.lang.String is no object in JSON: wrap it in a record with a name for it");
		assertThatIllegalArgumentException().isThrownBy(() -> TypeSchemas.PLAIN.ofObject(Shape.class));
	}

	@Test
	void valuesThatJacksonWritesFitTheSchema() throws Exception {
		Forms forms = new Forms(LocalDate.EPOCH, Instant.EPOCH, OffsetDateTime.MIN, LocalDateTime.MAX, LocalTime.NOON,
				Duration.ofMinutes(90), new UUID(1, 2), URI.create("http://a/b"), Locale.GERMANY,
				Currency.getInstance("EUR"), new byte[] { 1, 2 }, Map.of("a", 1), tree("[1]"), BigDecimal.TEN,
				OptionalInt.of(3), Unit.KELVIN, Only.ONE, Level.HIGH, Map.of("a", 1), Set.of("b"),
				List.of(Optional.of("c")));
		JsonNode json = tree(StrictJson.write(forms));
		JsonSchema.of(TypeSchemas.PLAIN.of(Forms.class)).check(json);
		Forms back = (Forms) StrictJson.bind(json, Forms.class);
		assertThat(back.unit()).isEqualTo(Unit.KELVIN);
		assertThat(StrictJson.write(back)).isEqualTo(StrictJson.write(forms));
	}

	@JsonClassDescription("A journey")
	record Trip(@JsonProperty("to") @JsonPropertyDescription("The city's name") String city, int days,
			@JsonPropertyDescription("At most") Optional<BigDecimal> budget, @Nullable String note, List<String> tags,
			@JsonIgnore String secret) {
	}

	record Node(String name, List<Node> children) {
	}

	record Stay(@JsonPropertyDescription("Where") Optional<Place> place) {
	}

	record Place(String city) {
	}

	record Link(String name, Optional<Link> next) {
	}

	record Noted(@Deprecated String first, String second) {
	}

	record Forms(LocalDate day, Instant at, OffsetDateTime offset, LocalDateTime local, LocalTime time, Duration span,
			UUID id, URI link, Locale language, Currency currency, byte[] bytes, Object any, JsonNode tree,
			BigDecimal amount, OptionalInt limit, Unit unit, Only only, Level level, Map<String, Integer> counts,
			Set<String> words, List<Optional<String>> choices) {
	}

	record Scalars(Year founded, YearMonth month, MonthDay birthday, ZoneOffset offset, URL page, Pattern expression,
			InetAddress host, Code code, Price price, AtomicInteger hits) {
	}

	record Code(@JsonValue String letters) {
	}

	static final class Price {

		private final int cents;

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		Price(int cents) {
			this.cents = cents;
		}

		@JsonValue
		int cents() {
			return this.cents;
		}

	}

	enum Unit {

		CELSIUS, @JsonProperty("kelvin")
		KELVIN;

		@Override
		public String toString() {
			return name().substring(0, 1);
		}

	}

	enum Only {

		ONE

	}

	enum Level {

		LOW(1), HIGH(2);

		private final int number;

		Level(int number) {
			this.number = number;
		}

		@JsonValue
		int number() {
			return this.number;
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape permits Circle, Square {

	}

	record Circle(double radius) implements Shape {
	}

	record Square(double side) implements Shape {
	}

}
