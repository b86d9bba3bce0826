package io.github.llmspring.http;

import java.util.List;
import java.util.UUID;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import org.slf4j.LoggerFactory;

/**
 * Looks for buffers that nobody released, with Netty's own detector at its strictest.
 * <p>
 * The detector speaks when a lost buffer was collected. So a buffer is lost on purpose at
 * the end: once that one is reported, every other one lost before would be too.
 */
final class BufferLeaks implements AutoCloseable {

	private static final int MOST_ROUNDS = 200;

	private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);

	private final ListAppender<ILoggingEvent> reports = new ListAppender<>();

	private final Level level = ResourceLeakDetector.getLevel();

	BufferLeaks() {
		ResourceLeakDetector.setLevel(Level.PARANOID);
		this.reports.start();
		this.logger.addAppender(this.reports);
		this.logger.setAdditive(false);
	}

	/**
	 * Waits for the detector's verdict.
	 * @return reports of lost buffers, without the one lost on purpose
	 */
	List<String> find() {
		String mark = "lost on purpose " + UUID.randomUUID();
		loseBuffer(mark);
		for (int round = 0; round < MOST_ROUNDS
				&& reports().stream().noneMatch((report) -> report.contains(mark)); round++) {
			System.gc();
			allocate();
		}
		List<String> all = reports();
		if (all.stream().noneMatch((report) -> report.contains(mark))) {
			throw new AssertionError("The buffer lost on purpose was not found");
		}
		return all.stream().filter((report) -> !report.contains(mark)).toList();
	}

	private List<String> reports() {
		return List.copyOf(this.reports.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	private static void loseBuffer(String mark) {
		ByteBuf buffer = PooledByteBufAllocator.DEFAULT.heapBuffer(16);
		buffer.touch(mark);
	}

	private static void allocate() {
		for (int i = 0; i < 100; i++) {
			PooledByteBufAllocator.DEFAULT.heapBuffer(16).release();
		}
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.reports);
		this.logger.setAdditive(true);
		ResourceLeakDetector.setLevel(this.level);
	}

}
