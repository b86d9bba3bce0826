package io.github.llmspring.tools;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads that tools run on: virtual ones from Java 21 on, else a bounded pool whose
 * threads end when there is nothing to do.
 */
final class ToolThreads {

	static final Executor SHARED = (Runtime.version().feature() >= 21) ? new VirtualThreadTaskExecutor("llm-tool-")
			: pool();

	private static final int THREADS = 64;

	private static final int WAITING = 10_000;

	private ToolThreads() {
	}

	static Executor pool() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("llm-tool-");
		threads.setDaemon(true);
		ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES,
				new LinkedBlockingQueue<>(WAITING), threads);
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

}
