package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Looks now and then whether the files of configuration trees have changed, such as keys
 * that are mounted into a container. Where there is no such tree, it does nothing.
 */
final class ConfigTreeWatch implements SmartInitializingSingleton, DisposableBean {

	private static final int DEEPEST = 16;

	private final LlmRuntime runtime;

	private final ConfigurableEnvironment environment;

	private final Duration interval;

	private final Scheduler scheduler;

	private @Nullable Disposable looking;

	private Map<Path, Object> known = Map.of();

	ConfigTreeWatch(LlmRuntime runtime, ConfigurableEnvironment environment, Duration interval) {
		this(runtime, environment, interval, Schedulers.boundedElastic());
	}

	ConfigTreeWatch(LlmRuntime runtime, ConfigurableEnvironment environment, Duration interval, Scheduler scheduler) {
		this.runtime = runtime;
		this.environment = environment;
		this.interval = interval;
		this.scheduler = scheduler;
	}

	static Duration interval(RuntimeProperties properties, ConfigurationOrigins origins) {
		Duration interval = properties.getWatchInterval();
		return interval.isZero() ? interval
				: new PositiveValues(origins, "llm.runtime.").time("watch-interval", interval);
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!this.interval.isZero() && !trees().isEmpty()) {
			long nanos = this.interval.toNanos();
			this.looking = this.scheduler.schedulePeriodically(this::look, nanos, nanos, TimeUnit.NANOSECONDS);
		}
	}

	private List<Path> trees() {
		return this.environment.getPropertySources()
			.stream()
			.filter(ConfigTreePropertySource.class::isInstance)
			.map((tree) -> ((ConfigTreePropertySource) tree).getSource())
			.toList();
	}

	/**
	 * The first look compares with nothing, since a file may have changed before it.
	 */
	private void look() {
		Map<Path, Object> now = new TreeMap<>();
		for (Path tree : trees()) {
			try (Stream<Path> files = Files.walk(tree, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
				files.filter(Files::isRegularFile).forEach((file) -> now.put(file, stamp(file)));
			}
			catch (IOException | RuntimeException ex) {
				// it is being replaced: the next look will see what comes of it
				return;
			}
		}
		if (!now.equals(this.known)) {
			this.known = now;
			this.runtime.refreshBecause("Files of a configuration tree have changed");
		}
	}

	private static Object stamp(Path file) {
		try {
			return List.of(Files.getLastModifiedTime(file), Files.size(file), file.toRealPath());
		}
		catch (IOException ex) {
			return ex.getClass();
		}
	}

	@Override
	public void destroy() {
		if (this.looking != null) {
			this.looking.dispose();
			this.looking = null;
		}
	}

	/**
	 * Whether it looks.
	 */
	boolean isLooking() {
		return this.looking != null;
	}

}
