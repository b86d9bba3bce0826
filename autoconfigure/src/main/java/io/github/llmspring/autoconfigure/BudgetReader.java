package io.github.llmspring.autoconfigure;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.llmspring.Cost;
import io.github.llmspring.budget.Budget;
import io.github.llmspring.budget.Budget.WhenSpent;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks the configuration of one budget.
 *
 * @param texts reads texts
 * @param currency the currency of the prices, {@code null} where they may be in any
 * @param providers the ids of all providers
 * @param routes the names of all routes
 */
record BudgetReader(PropertyTexts texts, @Nullable Currency currency, Collection<String> providers,
		Collection<String> routes) {

	private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

	private static final BigDecimal HIGHEST = new BigDecimal("1000000000");

	Budget read(String name, BudgetProperties properties) {
		String prefix = "llm.budgets." + name;
		if (!NAME.matcher(name).matches()) {
			throw this.texts.invalid(prefix, null, "'" + name + "' is no name of a budget: names are lower case "
					+ "letters, digits and dashes, and begin with a letter or digit.", "Choose another name.");
		}
		WhenSpent whenSpent = properties.getOnExceeded();
		if (whenSpent == WhenSpent.CHEAPEST && this.routes.isEmpty()) {
			throw this.texts.invalid(prefix + ".on-exceeded", "cheapest",
					"There is no route whose cheapest model could be asked.",
					"Configure llm.routes, or set it to 'reject' or 'warn'.");
		}
		Cost limit = new Cost(limit(prefix + ".limit", properties.getLimit()),
				currency(prefix + ".currency", properties.getCurrency()));
		return new Budget(name, limit, properties.getPeriod(), scope(prefix + ".when.", properties.getWhen()),
				whenSpent);
	}

	private BigDecimal limit(String property, @Nullable BigDecimal limit) {
		if (limit == null) {
			throw this.texts.invalid(property, null, "It is not set, and a budget without a limit bounds nothing.",
					"Set it to an amount such as 25.00.");
		}
		if (limit.signum() <= 0) {
			throw this.texts.invalid(property, limit.toPlainString(), "With it no call could ever be sent.",
					"Set it to an amount above 0, or remove the provider or route that must not be asked.");
		}
		if (limit.compareTo(HIGHEST) > 0) {
			throw this.texts.invalid(property, limit.toPlainString(), "It is above " + HIGHEST.toPlainString() + ".",
					"Set it to an amount that can be spent.");
		}
		return limit;
	}

	private Currency currency(String property, String code) {
		Currency read;
		try {
			read = Currency.getInstance(code.strip());
		}
		catch (IllegalArgumentException ex) {
			throw this.texts.invalid(property, code, "It is no currency of ISO 4217.",
					"Set it to a code such as 'USD'.");
		}
		if (this.currency != null && !read.equals(this.currency)) {
			throw this.texts.invalid(property, code,
					"All prices are in " + this.currency + ", so that no call would ever count.",
					"Set it to " + this.currency + " and the limit to an amount in it, or bring a bean of the type "
							+ "Pricing with prices in " + read + ".");
		}
		return read;
	}

	private Budget.Scope scope(String prefix, BudgetScopeProperties when) {
		Map<String, String> tags = new LinkedHashMap<>();
		when.getTag().forEach((name, value) -> {
			String text = this.texts.text(prefix + "tag." + name, value);
			if (text != null) {
				tags.put(name, text);
			}
		});
		return new Budget.Scope(tags, known(prefix + "route", when.getRoute(), this.routes, "There is no such route."),
				known(prefix + "provider", when.getProvider(), this.providers, "There is no such provider."));
	}

	private @Nullable String known(String property, @Nullable String value, Collection<String> known, String problem) {
		String text = this.texts.text(property, value);
		return (text != null) ? this.texts.oneOf(property, text, known, problem) : null;
	}

}
