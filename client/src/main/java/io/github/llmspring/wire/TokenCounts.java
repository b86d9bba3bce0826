package io.github.llmspring.wire;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.llmspring.Cost;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The counts of tokens that a service told, by its own names.
 * <p>
 * Services repeat their counts, cumulatively, and leave out what did not change: a later
 * count replaces an earlier one of the same name and nothing is added up.
 */
public final class TokenCounts {

	private final Map<String, Long> counts = new LinkedHashMap<>();

	private final String costField;

	private final int costDecimals;

	private @Nullable Cost cost;

	/**
	 * Counts of a service that does not tell what it charges.
	 */
	public TokenCounts() {
		this(Dialect.STANDARD);
	}

	/**
	 * Counts of a service.
	 * @param dialect tells whether the service charges a figure of its own, and where it
	 * stands
	 */
	public TokenCounts(Dialect dialect) {
		this.costField = dialect.get(DialectKey.COST_FIELD);
		this.costDecimals = dialect.get(DialectKey.COST_DECIMALS);
	}

	/**
	 * Takes over all counts of an object and of the objects in it, whose names are joined
	 * with a dot.
	 * @param parser the parser, standing on the value of the usage field
	 */
	public void read(JsonParser parser) {
		if (parser.currentToken() == JsonToken.START_OBJECT) {
			readObject(parser, CountName.ROOT);
		}
		else {
			parser.skipChildren();
		}
	}

	private void readObject(JsonParser parser, CountName holder) {
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			JsonToken value = Json.next(parser);
			if (value.isNumeric() && isCost(holder, name)) {
				readCost(parser);
			}
			if (value == JsonToken.VALUE_NUMBER_INT) {
				this.counts.put(holder.inner(name).joined(), parser.getLongValue());
			}
			else if (value == JsonToken.START_OBJECT) {
				readObject(parser, holder.inner(name));
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private boolean isCost(CountName holder, String name) {
		return !this.costField.isEmpty() && holder.inner(name).joined().equals(this.costField);
	}

	private void readCost(JsonParser parser) {
		BigDecimal amount = parser.getDecimalValue().movePointLeft(this.costDecimals);
		if (amount.signum() >= 0) {
			this.cost = Cost.usd(amount);
		}
	}

	/**
	 * What the service says that it charges.
	 * @return the cost, or {@code null} where it did not tell
	 */
	public @Nullable Cost cost() {
		return this.cost;
	}

	/**
	 * Takes over one count.
	 * @param name the service's name of it
	 * @param parser the parser, standing on its value
	 */
	public void read(String name, JsonParser parser) {
		if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
			this.counts.put(name, parser.getLongValue());
		}
		else {
			parser.skipChildren();
		}
	}

	/**
	 * Count of the first of some names that the service told.
	 * @param names names, joined with a dot where nested
	 * @return the count, or {@code null} where none was told
	 */
	public @Nullable Long get(String... names) {
		for (String name : names) {
			Long count = this.counts.get(name);
			if (count != null) {
				return count;
			}
		}
		return null;
	}

	/**
	 * Sum of counts, of which those not told count as nothing.
	 * @param first the count without which there is no sum
	 * @param others the other counts
	 * @return the sum, or {@code null} where the first count is unknown
	 */
	public static @Nullable Long sum(@Nullable Long first, @Nullable Long... others) {
		if (first == null) {
			return null;
		}
		long sum = first;
		for (Long other : others) {
			sum += (other != null) ? other : 0;
		}
		return sum;
	}

	/**
	 * Everything told.
	 * @return the counts by name
	 */
	public Map<String, Long> all() {
		return this.counts;
	}

}
