package io.github.llmspring.logging;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * What was written to the log of calls during a test.
 */
final class CallLog implements BeforeEachCallback, AfterEachCallback {

	private final Logger logger = (Logger) LoggerFactory.getLogger(CallLogging.LOGGER);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>() {

		@Override
		protected void append(ILoggingEvent event) {
			// takes the thread's context now
			event.prepareForDeferredProcessing();
			super.append(event);
		}

	};

	@Override
	public void beforeEach(ExtensionContext context) {
		this.logger.setLevel(Level.INFO);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
		this.appender.start();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	void setLevel(Level level) {
		this.logger.setLevel(level);
	}

	List<ILoggingEvent> entries() {
		return this.appender.list;
	}

	/**
	 * The only entry.
	 */
	ILoggingEvent entry() {
		if (this.appender.list.size() != 1) {
			throw new AssertionError("Not one entry but " + this.appender.list);
		}
		return this.appender.list.get(0);
	}

	Map<String, Object> fields() {
		return fields(entry());
	}

	static Map<String, Object> fields(ILoggingEvent entry) {
		return entry.getKeyValuePairs().stream().collect(Collectors.toMap(CallLog::key, (pair) -> pair.value));
	}

	private static String key(KeyValuePair pair) {
		return pair.key;
	}

	String all() {
		return this.appender.list.stream()
			.map((entry) -> entry.getFormattedMessage() + " " + entry.getKeyValuePairs())
			.collect(Collectors.joining("\n"));
	}

}
