package io.github.llmspring.autoconfigure;

import java.math.BigDecimal;

import io.github.llmspring.budget.Budget;
import io.github.llmspring.budget.BudgetPeriod;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Configuration of one budget: an amount of money that some calls may cost together in a
 * period.
 */
@ConfigurationPropertiesSource
class BudgetProperties {

	/**
	 * Amount that the calls may cost in a period, such as '25.00'.
	 */
	private @Nullable BigDecimal limit;

	/**
	 * Currency of the limit, which must be that of the prices.
	 */
	private String currency = "USD";

	/**
	 * Time after which the budget begins anew, by the calendar of UTC; weeks begin on
	 * Monday.
	 */
	private BudgetPeriod period = BudgetPeriod.DAY;

	/**
	 * Which calls count.
	 */
	@NestedConfigurationProperty
	private BudgetScopeProperties when = new BudgetScopeProperties();

	/**
	 * What happens to calls once the budget is spent: they fail, they go on with a
	 * warning, or routes ask the cheapest of their models.
	 */
	private Budget.WhenSpent onExceeded = Budget.WhenSpent.REJECT;

	public @Nullable BigDecimal getLimit() {
		return this.limit;
	}

	public void setLimit(@Nullable BigDecimal limit) {
		this.limit = limit;
	}

	public String getCurrency() {
		return this.currency;
	}

	public void setCurrency(String currency) {
		this.currency = currency;
	}

	public BudgetPeriod getPeriod() {
		return this.period;
	}

	public void setPeriod(BudgetPeriod period) {
		this.period = period;
	}

	public BudgetScopeProperties getWhen() {
		return this.when;
	}

	public void setWhen(BudgetScopeProperties when) {
		this.when = when;
	}

	public Budget.WhenSpent getOnExceeded() {
		return this.onExceeded;
	}

	public void setOnExceeded(Budget.WhenSpent onExceeded) {
		this.onExceeded = onExceeded;
	}

}
