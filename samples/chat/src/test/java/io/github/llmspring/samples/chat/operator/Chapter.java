package io.github.llmspring.samples.chat.operator;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.sdk.trace.data.SpanData;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A question, and what an operator sees after it.
 *
 * @param title what happens
 * @param planned whom the endpoint said that a prompt without a model would be sent to
 * @param view what is seen
 * @param reply what the one who asked is told
 * @param trace the spans of the question
 * @param exchanges how often the services were asked so far
 */
record Chapter(String title, String planned, View view, JsonNode reply, List<SpanData> trace, int exchanges) {

	private static final Map<String, String> MODELS = Map.of("first", "m1", "second", "m2");

	void drawSince(View before, StringBuilder drawing) {
		drawing.append("== ").append(this.title).append('\n');
		if (!this.trace.isEmpty()) {
			drawing.append(failed() ? "failed: " + failure() : "answered: " + this.reply.get("provider").asString())
				.append('\n');
		}
		this.view.drawSince(before, drawing);
		drawing.append("-- traces\n");
		Traces.draw(this.trace, drawing);
		drawing.append('\n');
	}

	private boolean failed() {
		return this.reply.has("reason");
	}

	private String failure() {
		return failed() ? this.reply.get("reason").asString().toLowerCase(Locale.ROOT) : "none";
	}

	/**
	 * Asserts that everything tells the same, and the same as the reply.
	 */
	void agree(Chapter before) {
		assertThat(calls()).as(this.title).hasSize(1);
		calls().forEach((call) -> agreeOnTheCall(call, before));
		agreeOnAttempts(before);
		agreeOnMoney(before);
		MODELS.forEach(this::agreeOnAModel);
	}

	private List<SpanData> calls() {
		return this.trace.stream().filter((span) -> span.getName().matches("call.*")).toList();
	}

	private List<SpanData> chats() {
		return this.trace.stream().filter((span) -> span.getName().startsWith("chat ")).toList();
	}

	private List<SpanData> exchangesOf(SpanData chat) {
		return this.trace.stream().filter((span) -> span.getParentSpanId().equals(chat.getSpanId())).toList();
	}

	private BigDecimal grown(Chapter before, String meter, String... labels) {
		return this.view.sum(meter, labels).subtract(before.view().sum(meter, labels));
	}

	private void agreeOnTheCall(SpanData call, Chapter before) {
		String provider = Traces.attribute(call, "llm.provider.id");
		assertThat(Traces.attribute(call, "error.type")).as(this.title).isEqualTo(failure());
		assertThat(provider).as(this.title).isEqualTo(this.reply.get("provider").asString());
		assertThat(grown(before, "llm_call_seconds_count", "error_type=\"" + failure() + "\"",
				"llm_provider_id=\"" + provider + "\""))
			.as(this.title)
			.isEqualByComparingTo("1");
		if (call.getName().equals("call")) {
			assertThat(address(Traces.attribute(chats().get(0), "llm.provider.id"))).as(this.title)
				.isEqualTo(this.planned);
		}
	}

	private static String address(String provider) {
		return provider + "/" + MODELS.get(provider);
	}

	private void agreeOnAttempts(Chapter before) {
		int asked = this.exchanges - before.exchanges();
		assertThat(chats().stream().mapToInt((chat) -> exchangesOf(chat).size()).sum()).as(this.title).isEqualTo(asked);
		assertThat(grown(before, "llm_fallbacks_total")).as(this.title)
			.isEqualByComparingTo(String.valueOf(chats().size() - 1));
		assertThat(grown(before, "llm_retries_total")).as(this.title)
			.isEqualByComparingTo(
					String.valueOf(asked - chats().stream().filter((chat) -> !exchangesOf(chat).isEmpty()).count()));
		for (SpanData chat : chats()) {
			String provider = Traces.attribute(chat, "llm.provider.id");
			String error = Traces.attribute(chat, "error.type");
			assertThat(grown(before, "gen_ai_client_operation_duration_seconds_count", "error_type=\"" + error + "\"",
					"llm_provider_id=\"" + provider + "\""))
				.as(this.title)
				.isEqualByComparingTo("1");
			if (!error.equals("none") && !exchangesOf(chat).isEmpty()) {
				assertThat(this.view.endpoint()).as(this.title)
					.containsEntry("providers." + provider + ".models." + MODELS.get(provider) + ".lastFailure.reason",
							error);
				assertThat(this.view.health()).as(this.title)
					.containsEntry("components." + provider + ".details.lastFailure.reason", error);
			}
		}
	}

	private void agreeOnMoney(Chapter before) {
		String total = "spending.thisMonth.total.";
		BigDecimal spent = this.view.told(total + "cost.USD").subtract(before.view().told(total + "cost.USD"));
		BigDecimal asked = failed() ? BigDecimal.ZERO : this.reply.at("/cost/amount").decimalValue();
		assertThat(spent).as(this.title).isEqualByComparingTo(asked);
		assertThat(this.view.sum("llm_cost_total")).as(this.title)
			.isEqualByComparingTo(this.view.told(total + "cost.USD"));
		assertThat(this.view.told("budgets.of-first.spent")).as(this.title)
			.isEqualByComparingTo(this.view.told("providers.first.spending.thisMonth.cost.USD"))
			.isEqualByComparingTo(this.view.sum("llm_cost_total", "llm_provider_id=\"first\""));
		assertThat(this.view.told("budgets.of-first.remaining")).as(this.title)
			.isEqualByComparingTo(this.view.sum("llm_budget_remaining"));
		for (String type : List.of("input", "output")) {
			assertThat(this.view.told(total + type + "Tokens")).as(this.title)
				.isEqualByComparingTo(this.view.sum("gen_ai_client_token_usage_tokens_sum", "type=\"" + type + "\""));
			assertThat(chats().stream()
				.map((chat) -> Traces.attribute(chat, "gen_ai.usage." + type + "_tokens"))
				.filter((tokens) -> tokens != null)
				.collect(Collectors.summingLong(Long::parseLong)))
				.as(this.title)
				.isEqualTo(this.view.told(total + type + "Tokens")
					.subtract(before.view().told(total + type + "Tokens"))
					.longValueExact());
		}
	}

	private void agreeOnAModel(String provider, String model) {
		Map<String, String> endpoint = this.view.endpoint();
		Map<String, String> health = this.view.health();
		String told = "providers." + provider + ".models." + model + ".";
		String label = "llm_provider_id=\"" + provider + "\"";
		assertThat(this.view.sum("llm_circuit_state", label)).as(this.title)
			.isEqualByComparingTo(endpoint.get(told + "breaker").equals("open") ? "2" : "0");
		assertThat(this.view.sum("llm_rest_left_seconds", label).signum() > 0).as(this.title)
			.isEqualTo(endpoint.containsKey(told + "rest.until"));
		assertThat(this.view.sum("llm_rate_limit_remaining", label)).as(this.title)
			.isEqualByComparingTo(this.view.told(told + "toldByService.requests.left"));
		assertThat(this.view.sum("llm_in_flight", label)).as(this.title)
			.isEqualByComparingTo(this.view.told(told + "inFlight"));
		String standing = health.get("components.smart.details.models." + address(provider));
		assertThat(standing).as(this.title).isEqualTo(standing(provider, endpoint.get(told + "condition")));
		assertThat(health.get("components." + provider + ".status").equals("FAILING")).as(this.title)
			.isEqualTo(standing.equals("failing"));
	}

	/**
	 * Word of health for what the endpoint tells.
	 */
	private String standing(String provider, String condition) {
		if (this.view.endpoint().get("providers." + provider + ".enabled").equals("false")) {
			return "disabled";
		}
		boolean budgeted = provider.equals("first");
		return (budgeted && this.view.told("budgets.of-first.remaining").signum() == 0) ? "its budget is spent"
				: condition;
	}

}
