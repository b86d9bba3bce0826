package io.github.llmspring.entity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.schema.InvalidJsonException;
import io.github.llmspring.schema.StrictJson;
import tools.jackson.databind.JsonNode;

/**
 * Finds the JSON in a model's answer.
 * <p>
 * Some models put words or a code fence around it. What stands there is not guessed at:
 * where two documents fit, the answer does not.
 */
final class AnswerDocument {

	/**
	 * Most brackets in the answer that are tried as the beginning of a document.
	 */
	private static final int MOST_BEGINNINGS = 16;

	private final EntityForm<?> form;

	private final String text;

	private AnswerDocument(EntityForm<?> form, String text) {
		this.form = form;
		this.text = text;
	}

	/**
	 * What the model said: its text, or what it passed to a tool of its own making, which
	 * some models mean as their answer.
	 */
	static String text(ChatResponse answer) {
		List<Content.ToolCall> calls = answer.toolCalls();
		return (answer.content().isBlank() && calls.size() == 1) ? calls.get(0).arguments() : answer.content();
	}

	/**
	 * Document of an answer.
	 * @param form the form it must have
	 * @param answer the answer
	 * @return the document, which fits the form
	 * @throws InvalidJsonException if there is none that fits
	 */
	static JsonNode of(EntityForm<?> form, ChatResponse answer) throws InvalidJsonException {
		String text = text(answer).strip();
		JsonNode whole;
		try {
			whole = StrictJson.read(text);
		}
		catch (InvalidJsonException ex) {
			return new AnswerDocument(form, text).amidWords(ex);
		}
		return form.check(whole);
	}

	private JsonNode amidWords(InvalidJsonException problem) throws InvalidJsonException {
		List<String> candidates = candidates();
		candidates.sort(Comparator.comparingInt(String::length).reversed());
		List<JsonNode> fitting = new ArrayList<>();
		InvalidJsonException first = null;
		for (String candidate : candidates) {
			try {
				fitting.add(this.form.check(StrictJson.read(candidate)));
			}
			catch (InvalidJsonException ex) {
				first = (first != null) ? first : ex;
			}
		}
		if (fitting.size() > 1) {
			throw new InvalidJsonException("there are " + fitting.size() + " JSON documents that fit, one is wanted");
		}
		if (fitting.isEmpty()) {
			throw (first != null) ? first : problem;
		}
		return fitting.get(0);
	}

	/**
	 * Outermost pairs of brackets, in which brackets within strings do not count.
	 */
	private List<String> candidates() {
		List<String> candidates = new ArrayList<>();
		int tried = 0;
		for (int at = 0; at < this.text.length() && tried < MOST_BEGINNINGS; at++) {
			char ch = this.text.charAt(at);
			if (ch == '{' || ch == '[') {
				tried++;
				int end = end(at);
				if (end > 0) {
					candidates.add(this.text.substring(at, end));
					at = end - 1;
				}
			}
		}
		return candidates;
	}

	private int end(int start) {
		int depth = 0;
		boolean inString = false;
		for (int at = start; at < this.text.length(); at++) {
			char ch = this.text.charAt(at);
			if (ch == '"') {
				inString = !inString;
			}
			else if (inString) {
				at += (ch == '\\') ? 1 : 0;
			}
			else if (ch == '{' || ch == '[') {
				depth++;
			}
			else if ((ch == '}' || ch == ']') && --depth == 0) {
				return at + 1;
			}
		}
		return -1;
	}

}
