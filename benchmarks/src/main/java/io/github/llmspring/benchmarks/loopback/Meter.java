package io.github.llmspring.benchmarks.loopback;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.Arrays;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * What this process has used up between two moments.
 */
public final class Meter {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	/**
	 * {@code getTotalThreadAllocatedBytes}, which threads that have ended count in, is
	 * there from Java 21.
	 */
	private static final @Nullable Method TOTAL = Arrays.stream(ThreadMXBean.class.getMethods())
		.filter((method) -> method.getName().equals("getTotalThreadAllocatedBytes"))
		.findFirst()
		.orElse(null);

	private final long cpu = SYSTEM.getProcessCpuTime();

	private final long bytes = allocated();

	/**
	 * CPU time of all threads since this meter was made.
	 * @return nanoseconds
	 */
	public long cpuNanos() {
		return SYSTEM.getProcessCpuTime() - this.cpu;
	}

	/**
	 * Bytes that all threads have allocated since this meter was made.
	 * @return bytes
	 */
	public long bytes() {
		return allocated() - this.bytes;
	}

	private static long allocated() {
		if (TOTAL == null) {
			return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())).sum();
		}
		try {
			return (Long) TOTAL.invoke(THREADS);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static int threads() {
		return THREADS.getThreadCount();
	}

}
