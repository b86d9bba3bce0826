package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.github.llmspring.Secret;
import io.github.llmspring.redaction.Redactor;

/**
 * Makes the redactor, and refuses patterns that cannot be.
 *
 * @param origins tells where a wrong one was configured
 * @param properties the properties
 */
record RedactionReader(ConfigurationOrigins origins, RedactionProperties properties) {

	private static final String PREFIX = "llm.redaction.";

	Redactor redactor(Supplier<List<Secret>> secrets) {
		return Redactor.builder()
			.maxLength(new PositiveValues(this.origins, PREFIX).number("max-length", this.properties.getMaxLength()))
			.patterns(patterns())
			.secrets(secrets)
			.build();
	}

	private List<Pattern> patterns() {
		List<Pattern> patterns = new ArrayList<>();
		for (String written : this.properties.getPatterns()) {
			if (!written.isBlank()) {
				patterns.add(pattern(written));
			}
		}
		return patterns;
	}

	private Pattern pattern(String written) {
		Pattern pattern;
		try {
			pattern = Pattern.compile(written);
		}
		catch (PatternSyntaxException ex) {
			throw invalid(written,
					"It is no regular expression: " + ex.getDescription() + " at position " + (ex.getIndex() + 1) + ".",
					"Write it in the syntax of java.util.regex.Pattern.");
		}
		if (pattern.matcher("").find()) {
			throw invalid(written, "It matches where nothing is, so that it would match everywhere.",
					"Let it match at least one character, with '+' in place of '*'.");
		}
		return pattern;
	}

	private InvalidLlmConfigurationException invalid(String written, String problem, String action) {
		return this.origins.invalid(PREFIX + "patterns", written, problem, action);
	}

}
