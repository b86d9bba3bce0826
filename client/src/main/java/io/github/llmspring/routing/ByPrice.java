package io.github.llmspring.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.Message;
import io.github.llmspring.catalog.Models;

/**
 * The lowest price for what the request and its answer probably are; those whose price is
 * not known come after the others, as listed.
 *
 * @param models tells what models cost
 * @param tokens estimates the tokens of a message
 */
record ByPrice(Models models, ToIntFunction<Message> tokens) implements Preference {

	/**
	 * Tokens of an answer that may be longer: nobody knows how long it will be, and
	 * prices of models differ alike for all lengths but the very short.
	 */
	private static final int ANSWER = 1_000;

	@Override
	public List<Option> rank(List<Option> options, ChatRequest request) {
		long input = 0;
		for (Message message : request.messages()) {
			input += this.tokens.applyAsInt(message);
		}
		Integer most = request.options().maxOutputTokens();
		long output = (most != null) ? Math.min(most, ANSWER) : ANSWER;
		List<Priced> priced = new ArrayList<>(options.size());
		for (Option option : options) {
			priced.add(new Priced(option, this.models.estimate(option.best().address(), input, output)));
		}
		priced.sort(Comparator.comparingDouble(Priced::price));
		return priced.stream().map(Priced::option).toList();
	}

	/**
	 * Option and its price; one that is not known is {@code NaN}, which comes last.
	 */
	private record Priced(Option option, double price) {
	}

}
