package io.github.llmspring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Changes what is configured under {@code llm} while the application runs.
 * <p>
 * A change is taken as a whole or refused as a whole. Only providers of which something
 * is written differently are made anew, with connections of their own; whatever is known
 * of the others, such as an open circuit breaker, stays known. All beans stay the same
 * objects: a request that begins after a change is answered by what is configured then,
 * one that has begun ends with what it began with, all turns of its tools included.
 * <p>
 * Providers, routes and the default models can be changed; everything else takes effect
 * when the application starts.
 */
public final class LlmRuntime {

	private static final Log logger = LogFactory.getLog(LlmRuntime.class);

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("llm");

	private final RuntimeChange change;

	private final ChangeExplanation explanation;

	private Map<String, Object> laid = Map.of();

	LlmRuntime(RuntimeChange change, ChangeExplanation explanation) {
		this.change = change;
		this.explanation = explanation;
	}

	/**
	 * Takes what the environment says now. Files of configuration trees are read again;
	 * what else is to be read again, such as {@code application.yml}, whoever refreshes
	 * the environment has read.
	 * @return what has changed
	 * @throws LlmChangeRefusedException if something is wrong with it; everything goes on
	 * as before
	 */
	public LlmChange refresh() {
		return apply(null, (id) -> false);
	}

	/**
	 * Sets properties that count before those of the environment, beside the ones that
	 * were set this way before, until the application ends.
	 * @param properties values by the names of properties, such as
	 * {@code llm.default-model}; {@code null} takes back what was set for a name
	 * @return what has changed
	 * @throws LlmChangeRefusedException if something is wrong with it; everything goes on
	 * as before, and nothing of it is set
	 */
	public LlmChange change(Map<String, ? extends @Nullable Object> properties) {
		return apply(properties, (id) -> false);
	}

	/**
	 * Makes the providers anew that connect with an SSL bundle, or says why not.
	 * @param bundle the bundle's name
	 */
	void renewConnections(String bundle) {
		attempt("The SSL bundle '" + bundle + "' has changed", () -> apply(null, this.change.connectingWith(bundle)));
	}

	/**
	 * Takes what the environment says now, or says why not.
	 * @param occasion why, in a clause
	 */
	void refreshBecause(String occasion) {
		attempt(occasion, this::refresh);
	}

	private static void attempt(String occasion, Runnable change) {
		try {
			change.run();
		}
		catch (LlmChangeRefusedException ex) {
			logger.error(occasion + ", and what follows from it is refused. Everything goes on as before.\n\n"
					+ ex.getMessage());
		}
	}

	private synchronized LlmChange apply(@Nullable Map<String, ? extends @Nullable Object> properties,
			Predicate<String> anew) {
		try {
			Map<String, Object> next = laid(properties);
			LlmChange made = this.change.apply(next, anew);
			this.laid = next;
			if (made.any()) {
				logger.info("Language models were changed. " + made);
			}
			return made;
		}
		catch (RuntimeException ex) {
			throw new LlmChangeRefusedException(this.explanation.of(ex), ex);
		}
	}

	private Map<String, Object> laid(@Nullable Map<String, ? extends @Nullable Object> properties) {
		if (properties == null) {
			return this.laid;
		}
		Map<String, Object> next = new LinkedHashMap<>(this.laid);
		properties.forEach((name, value) -> {
			if (!ROOT.isAncestorOf(ConfigurationPropertyName.adapt(name, '.'))) {
				throw new InvalidLlmConfigurationException(name, null, null, "It is no property under 'llm'.",
						"Change it where it belongs.");
			}
			next.keySet().removeIf((known) -> isReplaced(known, name));
			if (value != null) {
				next.put(name, value);
			}
		});
		return next;
	}

	/**
	 * Whether a property is the other one, however it is spelled, or the whole list of
	 * which the other one is an element.
	 */
	private static boolean isReplaced(String known, String name) {
		ConfigurationPropertyName property = ConfigurationPropertyName.adapt(known, '.');
		ConfigurationPropertyName other = ConfigurationPropertyName.adapt(name, '.');
		return property.equals(other) || (other.isLastElementIndexed() && property.equals(other.getParent()));
	}

}
