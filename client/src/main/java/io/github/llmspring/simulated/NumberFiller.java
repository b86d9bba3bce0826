package io.github.llmspring.simulated;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Makes numbers within the bounds of a schema.
 */
final class NumberFiller {

	private static final BigDecimal TWO = BigDecimal.valueOf(2);

	private final boolean integer;

	private final @Nullable BigDecimal least;

	private final boolean aboveLeast;

	private final @Nullable BigDecimal most;

	private final boolean belowMost;

	private final @Nullable BigDecimal step;

	NumberFiller(JsonNode schema, boolean integer) {
		this.integer = integer;
		BigDecimal minimum = bound(schema, "minimum");
		BigDecimal above = bound(schema, "exclusiveMinimum");
		this.aboveLeast = above != null && (minimum == null || above.compareTo(minimum) >= 0);
		this.least = this.aboveLeast ? above : minimum;
		BigDecimal maximum = bound(schema, "maximum");
		BigDecimal below = bound(schema, "exclusiveMaximum");
		this.belowMost = below != null && (maximum == null || below.compareTo(maximum) <= 0);
		this.most = this.belowMost ? below : maximum;
		BigDecimal multiple = bound(schema, "multipleOf");
		this.step = (multiple != null && multiple.signum() > 0) ? multiple : null;
	}

	private static @Nullable BigDecimal bound(JsonNode schema, String keyword) {
		JsonNode bound = schema.path(keyword);
		return bound.isNumber() ? bound.decimalValue() : null;
	}

	/**
	 * Number for a place.
	 * @param hint what the conversation says, or {@code null}
	 * @param index which of several numbers
	 * @return the number
	 */
	JsonNode value(@Nullable String hint, int index) {
		JsonNode hinted = SchemaFiller.number(hint);
		if (hinted != null && fits(hinted.decimalValue())) {
			return node(hinted.decimalValue());
		}
		BigDecimal first = first();
		BigDecimal next = first
			.add(((this.step != null) ? this.step : BigDecimal.ONE).multiply(BigDecimal.valueOf(index)));
		return node(fits(next) ? next : first);
	}

	private boolean fits(BigDecimal number) {
		int overLeast = (this.least != null) ? number.compareTo(this.least) : 1;
		int underMost = (this.most != null) ? this.most.compareTo(number) : 1;
		return (this.aboveLeast ? overLeast > 0 : overLeast >= 0) && (this.belowMost ? underMost > 0 : underMost >= 0)
				&& (!this.integer || number.stripTrailingZeros().scale() <= 0)
				&& (this.step == null || number.remainder(this.step).signum() == 0);
	}

	private BigDecimal first() {
		return (this.step != null) ? multiple(this.step) : lowest();
	}

	private BigDecimal multiple(BigDecimal step) {
		BigDecimal from = (this.least != null) ? this.least : BigDecimal.ONE;
		BigDecimal multiple = from.divide(step, 0, RoundingMode.CEILING).multiply(step);
		if (this.aboveLeast && multiple.compareTo(from) <= 0) {
			multiple = multiple.add(step);
		}
		if (this.least != null || this.most == null || fits(multiple)) {
			return multiple;
		}
		BigDecimal last = this.most.divide(step, 0, RoundingMode.FLOOR).multiply(step);
		return fits(last) ? last : last.subtract(step);
	}

	private BigDecimal lowest() {
		if (this.least == null) {
			return (this.most == null || fits(BigDecimal.ONE)) ? BigDecimal.ONE
					: (this.belowMost ? this.most.subtract(BigDecimal.ONE) : this.most)
						.setScale(this.integer ? 0 : this.most.scale(), RoundingMode.FLOOR);
		}
		if (this.integer) {
			BigDecimal whole = this.least.setScale(0, RoundingMode.CEILING);
			return (this.aboveLeast && whole.compareTo(this.least) == 0) ? whole.add(BigDecimal.ONE) : whole;
		}
		if (!this.aboveLeast) {
			return this.least;
		}
		return (this.most != null) ? this.least.add(this.most).divide(TWO) : this.least.add(BigDecimal.ONE);
	}

	private JsonNode node(BigDecimal number) {
		if (!this.integer) {
			return JsonNodeFactory.instance.numberNode(number);
		}
		BigInteger whole = number.toBigInteger();
		return JsonNodeFactory.instance.numberNode(whole);
	}

}
