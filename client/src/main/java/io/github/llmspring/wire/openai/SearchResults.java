package io.github.llmspring.wire.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.llmspring.Citation;
import io.github.llmspring.wire.Answer;
import io.github.llmspring.wire.Json;
import io.github.llmspring.wire.TextUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What services that search tell beside the message: {@code search_results}, or their
 * mere addresses as {@code citations}. A stream repeats all of them in each chunk, so
 * what is known already is not read anew.
 */
final class SearchResults {

	private final List<String> addresses = new ArrayList<>(0);

	private final List<Citation> results = new ArrayList<>(0);

	/**
	 * Reads addresses.
	 * @param parser the parser, standing on the value of the field
	 */
	void addresses(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		int index = 0;
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			String address = Json.text(parser, get(this.addresses, index));
			if (address != null) {
				set(this.addresses, index++, address);
			}
		}
	}

	/**
	 * Reads results.
	 * @param parser the parser, standing on the value of the field
	 */
	void results(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			parser.skipChildren();
			return;
		}
		int index = 0;
		while (Json.next(parser) != JsonToken.END_ARRAY) {
			if (parser.currentToken() == JsonToken.START_OBJECT) {
				set(this.results, index, result(parser, get(this.results, index)));
				index++;
			}
			else {
				parser.skipChildren();
			}
		}
	}

	private static Citation result(JsonParser parser, @Nullable Citation known) {
		Citation like = (known != null) ? known : Citation.ofPage(null, null, null);
		String url = null;
		String title = null;
		String snippet = null;
		while (Json.next(parser) == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			Json.next(parser);
			switch (name) {
				case "url" -> url = text(parser, like.url());
				case "title" -> title = text(parser, like.title());
				case "snippet" -> snippet = text(parser, like.citedText());
				default -> parser.skipChildren();
			}
		}
		boolean same = Objects.equals(url, like.url()) && Objects.equals(title, like.title())
				&& Objects.equals(snippet, like.citedText());
		return same ? like : Citation.ofPage(url, title, snippet);
	}

	private static @Nullable String text(JsonParser parser, @Nullable String known) {
		String text = Json.text(parser, known);
		return (text == null || text.isEmpty()) ? null : text;
	}

	private static <T> @Nullable T get(List<T> list, int index) {
		return (index < list.size()) ? list.get(index) : null;
	}

	private static <T> void set(List<T> list, int index, T value) {
		if (index < list.size()) {
			list.set(index, value);
		}
		else {
			list.add(value);
		}
	}

	/**
	 * Adds what was found to an answer, in its order, as texts point to it by number.
	 * What is cited at a place of the text already is left out.
	 * @param answer the answer
	 */
	void addTo(Answer answer) {
		if (this.results.isEmpty() && this.addresses.isEmpty()) {
			return;
		}
		Set<String> placed = answer.details().citedPages();
		this.results.stream()
			.filter((result) -> !placed.contains(result.url()))
			.forEach((result) -> add(result, answer));
		Set<String> cited = answer.details().citedPages();
		this.addresses.stream()
			.filter((address) -> !cited.contains(address))
			.forEach((address) -> add(Citation.ofPage(address, null, null), answer));
	}

	private static void add(Citation citation, Answer answer) {
		answer.cite(citation, TextUnit.CODE_POINTS, -1, -1);
	}

}
