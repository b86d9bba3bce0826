package io.github.llmspring.autoconfigure;

import java.net.URI;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.llmspring.Secret;
import io.github.llmspring.routing.Alternatives;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is written in properties for what it is meant to be: a blank text for an
 * absent one, and nothing malformed for a URL or a key.
 */
final class PropertyTexts {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[\\w.-]+}");

	/**
	 * A token of HTTP.
	 */
	private static final Pattern HEADER = Pattern.compile("[\\w!#$%&'*+.^`|~-]+");

	private final ConfigurationOrigins origins;

	PropertyTexts(ConfigurationOrigins origins) {
		this.origins = origins;
	}

	InvalidLlmConfigurationException invalid(String property, @Nullable String value, String problem, String action) {
		return this.origins.invalid(property, value, problem, action);
	}

	/**
	 * Text without the white space around it.
	 * @param property the property's name
	 * @param value the value
	 * @return the text, or {@code null} where it is blank
	 */
	@Nullable String text(String property, @Nullable String value) {
		if (value == null || value.isBlank()) {
			return null;
		}
		requireResolved(property, value);
		return value.strip();
	}

	private void requireResolved(String property, String value) {
		Matcher placeholder = PLACEHOLDER.matcher(value);
		if (placeholder.find()) {
			String name = placeholder.group();
			throw invalid(property, null, "It refers to '" + name + "', which has no value.",
					"Set what it refers to, or write '" + name.replace("}", ":}")
							+ "' to leave the property unset then.");
		}
	}

	/**
	 * Word out of a closed set.
	 * @param property the property's name
	 * @param word the word
	 * @param known the words that are known
	 * @param problem what is wrong with any other word, in a sentence
	 * @return the word
	 */
	String oneOf(String property, String word, Collection<String> known, String problem) {
		if (!known.contains(word)) {
			throw invalid(property, word, problem, Alternatives.of(known).sentence(word));
		}
		return word;
	}

	/**
	 * Key that can stand in a header.
	 * @param property the property's name, or that of an environment variable
	 * @param key the key
	 * @return the key
	 */
	Secret key(String property, Secret key) {
		requireResolved(property, key.reveal());
		requirePrintable(property, key.reveal());
		return key;
	}

	/**
	 * Refuses what is no header, without showing its value.
	 * @param property the property's name
	 * @param name the header's name
	 * @param value the header's value
	 */
	void header(String property, String name, String value) {
		if (!HEADER.matcher(name).matches()) {
			throw invalid(property, null, "'" + name + "' is no name of a header.",
					"Write letters, digits and dashes only.");
		}
		requireResolved(property, value);
		requirePrintable(property, value);
	}

	private void requirePrintable(String property, String value) {
		for (int i = 0; i < value.length(); i++) {
			char letter = value.charAt(i);
			if (letter < ' ' || letter > '~') {
				String what = (letter == '\n' || letter == '\r') ? "a line break"
						: "a character that is not printable ASCII";
				throw invalid(property, null, "It holds " + what + " at position " + (i + 1) + ".",
						"Copy the value anew, without quotes, line breaks or typographic characters.");
			}
		}
	}

	/**
	 * Address of a server.
	 * @param property the property's name
	 * @param value the address
	 * @param schemes the schemes it may have
	 * @param user whether a user and a password may stand in it
	 * @return the address
	 */
	URI url(String property, String value, Set<String> schemes, boolean user) {
		try {
			URI uri = URI.create(value);
			if (uri.getScheme() == null || !schemes.contains(uri.getScheme()) || uri.getHost() == null) {
				throw url(property, value, "It is no address that begins with " + startsOf(schemes) + " and a host.");
			}
			if (!user && uri.getRawUserInfo() != null) {
				throw url(property, value, "It holds a user or password, which does not belong into an address.");
			}
			if (uri.getRawFragment() != null) {
				throw url(property, value, "It ends in a fragment, which is never sent.");
			}
			return uri;
		}
		catch (IllegalArgumentException ex) {
			throw url(property, value, "It is malformed.");
		}
	}

	private static String startsOf(Set<String> schemes) {
		return String.join(" or ", schemes.stream().sorted().map((scheme) -> scheme + "://").toList());
	}

	private InvalidLlmConfigurationException url(String property, String value, String problem) {
		return invalid(property, withoutSecrets(value), problem,
				"Set it to an address such as http://localhost:8000/v1.");
	}

	/**
	 * Address without what may be a password or a key.
	 */
	private static String withoutSecrets(String url) {
		return url.replaceAll("^(\\w+://)?.*@", "$1******@").replaceAll("\\?.*", "?******");
	}

}
