package io.github.llmspring.autoconfigure;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.llmspring.routing.Alternatives;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/**
 * A kind of value that properties have and that no secret is of, in words for whoever
 * wrote something else.
 *
 * @param problem what is wrong with anything else, in a sentence
 * @param advice sentences that say what to write in the place of a value
 */
record ValueKind(String problem, UnaryOperator<String> advice) {

	private static final Set<Class<?>> FRACTIONS = Set.of(Double.class, Float.class, BigDecimal.class);

	/**
	 * Kind of the values of a type.
	 * @param type the type of a property
	 * @return the kind, or {@code null} where the type may hold anything
	 */
	static @Nullable ValueKind of(Class<?> type) {
		Class<?> kind = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (kind == Duration.class) {
			return new ValueKind("It is no time.", "Set it to a number and a unit, such as 500ms, 30s or 2m.");
		}
		if (kind == DataSize.class) {
			return new ValueKind("It is no size.", "Set it to a number and a unit, such as 512KB or 10MB.");
		}
		if (kind == Boolean.class) {
			return new ValueKind("It is neither true nor false.", "Set it to true or false.");
		}
		if (FRACTIONS.contains(kind)) {
			return new ValueKind("It is no number.", "Set it to a number such as 2 or 0.5.");
		}
		if (Number.class.isAssignableFrom(kind)) {
			return new ValueKind("It is no whole number, or too large a one.", "Set it to a whole number such as 3.");
		}
		return kind.isEnum() ? new ValueKind("There is no such value.", words(kind)::sentence) : null;
	}

	private ValueKind(String problem, String advice) {
		this(problem, (value) -> advice);
	}

	private static Alternatives words(Class<?> type) {
		List<String> words = Arrays.stream(type.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
		return Alternatives.of(words);
	}

	/**
	 * How to mend a value that is of another kind.
	 * @param value the value that was written
	 * @return what to write in its place, in sentences
	 */
	String action(String value) {
		return this.advice.apply(value);
	}

}
