package io.github.llmspring.catalog;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Something that a model can do or not.
 */
public enum Capability {

	/**
	 * Asks for tools to be run.
	 */
	TOOLS("take tools"),

	/**
	 * Looks at images.
	 */
	VISION("look at images"),

	/**
	 * Listens to sound.
	 */
	AUDIO("listen to sound"),

	/**
	 * Reads files such as PDFs.
	 */
	FILES("read files"),

	/**
	 * Answers in the form of a schema.
	 */
	SCHEMA("answer in the form of a schema"),

	/**
	 * Thinks before it answers.
	 */
	REASONING("think"),

	/**
	 * Remembers the beginning of a prompt, so that it is cheaper the next time.
	 */
	CACHING("cache prompts");

	private final String verb;

	private final String word;

	Capability(String verb) {
		this.verb = verb;
		this.word = name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Name as written in configuration.
	 * @return the word, such as {@code tools}
	 */
	public String word() {
		return this.word;
	}

	/**
	 * What a model without it cannot do, for a sentence.
	 * @return such as {@code take tools}
	 */
	public String verb() {
		return this.verb;
	}

	/**
	 * Capability by its word.
	 * @param word the word
	 * @return the capability, or {@code null} where there is none
	 */
	public static @Nullable Capability of(String word) {
		for (Capability capability : values()) {
			if (capability.word.equals(word)) {
				return capability;
			}
		}
		return null;
	}

}
