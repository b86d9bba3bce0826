package io.github.llmspring.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/**
 * Everything that is logged: ours at TRACE, that of the libraries below at DEBUG.
 */
final class CapturedLogs implements AutoCloseable {

	private static final Map<String, Level> LEVELS = Map.of("io.github.llmspring", Level.TRACE, "reactor", Level.DEBUG,
			"org.springframework", Level.DEBUG);

	private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

	private final List<Appender<ILoggingEvent>> muted = new ArrayList<>();

	private final ListAppender<ILoggingEvent> captured = new ListAppender<>();

	CapturedLogs() {
		LEVELS.forEach((name, level) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(level));
		this.root.iteratorForAppenders().forEachRemaining(this.muted::add);
		this.muted.forEach(this.root::detachAppender);
		this.captured.start();
		this.root.addAppender(this.captured);
	}

	/**
	 * What was logged so far, exceptions included.
	 */
	List<String> messages() {
		return List.copyOf(this.captured.list).stream().map(CapturedLogs::text).toList();
	}

	private static String text(ILoggingEvent event) {
		String text = event.getLoggerName() + " " + event.getFormattedMessage();
		return (event.getThrowableProxy() != null)
				? text + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy()) : text;
	}

	@Override
	public void close() {
		this.root.detachAppender(this.captured);
		this.muted.forEach(this.root::addAppender);
		LEVELS.keySet().forEach((name) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(null));
	}

}
