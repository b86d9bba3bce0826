package io.github.llmspring.logging;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.llmspring.Attempt;
import io.github.llmspring.Cost;
import io.github.llmspring.LlmException;
import io.github.llmspring.Usage;
import io.github.llmspring.redaction.Redactor;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import reactor.util.context.ContextView;

/**
 * Entry of the log in the making: fields for a structured log, and a sentence for those
 * who read plain text. What is not known makes no field; texts are redacted, also those
 * that callers and services choose.
 */
final class Entry {

	private static final Logger logger = LoggerFactory.getLogger(CallLogging.LOGGER);

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private final LoggingEventBuilder event = logger.atInfo();

	private final StringBuilder sentence = new StringBuilder();

	private final Redactor redactor;

	Entry(Redactor redactor) {
		this.redactor = redactor;
	}

	static boolean isWanted() {
		return logger.isInfoEnabled();
	}

	Entry field(String name, @Nullable Object value) {
		return redacted(name, (value instanceof String text) ? this.redactor.redact(text) : value);
	}

	/**
	 * Adds what was redacted before, or cannot hold anything that must be.
	 */
	Entry redacted(String name, @Nullable Object value) {
		if (value != null) {
			this.event.addKeyValue(name, value);
		}
		return this;
	}

	Entry say(@Nullable Object... words) {
		for (Object word : words) {
			this.sentence.append(word);
		}
		return this;
	}

	/**
	 * Adds the tags as one field, since their names could not stand beside each other in
	 * formats that nest them.
	 */
	Entry tags(Map<String, String> tags) {
		if (tags.isEmpty()) {
			return this;
		}
		Map<String, String> shown = new TreeMap<>();
		tags.forEach((name, value) -> shown.put(this.redactor.redact(name), this.redactor.redact(value)));
		return redacted(Fields.TAGS, shown);
	}

	Entry usage(Usage usage) {
		say((usage.inputTokens() != null) ? ", " + usage.inputTokens() + " tokens in" : "");
		say((usage.outputTokens() != null) ? ", " + usage.outputTokens() + " tokens out" : "");
		return redacted(Fields.INPUT_TOKENS, usage.inputTokens())
			.redacted(Fields.CACHED_TOKENS, usage.cachedInputTokens())
			.redacted(Fields.OUTPUT_TOKENS, usage.outputTokens())
			.redacted(Fields.REASONING_TOKENS, usage.reasoningTokens());
	}

	Entry cost(@Nullable Cost cost) {
		if (cost == null) {
			return this;
		}
		return say(", ", cost).redacted(Fields.COST, cost.amount())
			.redacted(Fields.CURRENCY, cost.currency().getCurrencyCode());
	}

	Entry warnings(List<String> warnings) {
		return warnings.isEmpty() ? this : field(Fields.WARNINGS, String.join(" ", warnings));
	}

	Entry attempts(List<Attempt> attempts) {
		if (attempts.isEmpty()) {
			return this;
		}
		List<String> failed = attempts.stream().filter((attempt) -> !attempt.answered()).map(Entry::told).toList();
		say((attempts.size() > 1) ? ", " + attempts.size() + " attempts" : "");
		return redacted(Fields.ATTEMPTS, attempts.size()).field(Fields.FAILED_ATTEMPTS,
				failed.isEmpty() ? null : String.join(", ", failed));
	}

	private static String told(Attempt attempt) {
		LlmException.Reason reason = attempt.reason();
		return attempt.address() + ((reason != null) ? " " + reason.code() : "");
	}

	/**
	 * Writes the entry. What the caller's thread knew is known here again, such as the
	 * trace that the call belongs to.
	 */
	void write(ContextView context) {
		try (ContextSnapshot.Scope ignored = SNAPSHOTS.setThreadLocalsFrom(context)) {
			this.event.setMessage(this.redactor.redact(this.sentence.toString())).log();
		}
	}

}
