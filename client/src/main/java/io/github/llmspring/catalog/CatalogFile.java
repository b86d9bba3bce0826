package io.github.llmspring.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Catalogue in a file of the application, which may be replaced while it runs.
 * <p>
 * The file is looked at now and then, beside the calls and not within them. What is no
 * catalogue any more, or gone, leaves the last one in place, with a warning.
 */
public final class CatalogFile implements Supplier<Catalog> {

	private static final Log logger = LogFactory.getLog(CatalogFile.class);

	private final Path path;

	private final CatalogUse use;

	private final long interval;

	private final Executor executor;

	private final LongSupplier nanoTime;

	private final AtomicLong nextLook;

	private volatile Content content;

	/**
	 * What was complained about last, so that it is said once.
	 */
	private volatile @Nullable String complaint;

	CatalogFile(Path path, CatalogUse use, Duration interval, Executor executor, LongSupplier nanoTime) {
		this.path = path;
		this.use = use;
		this.interval = interval.toNanos();
		this.executor = executor;
		this.nanoTime = nanoTime;
		this.content = read();
		this.nextLook = new AtomicLong(nanoTime.getAsLong() + this.interval);
	}

	/**
	 * Reads a file and looks at it again from time to time.
	 * @param path the file
	 * @param use what becomes of the shipped catalogue
	 * @param interval how often to look at most; zero for never
	 * @param executor runs what reads the file, on threads that may wait
	 * @return the file
	 * @throws IllegalArgumentException if it cannot be read or is no catalogue
	 */
	public static CatalogFile of(Path path, CatalogUse use, Duration interval, Executor executor) {
		return new CatalogFile(path, use, interval, executor, System::nanoTime);
	}

	@Override
	public Catalog get() {
		if (this.interval > 0) {
			long next = this.nextLook.get();
			long now = this.nanoTime.getAsLong();
			if (now - next >= 0 && this.nextLook.compareAndSet(next, now + this.interval)) {
				this.executor.execute(this::look);
			}
		}
		return this.content.catalog();
	}

	private void look() {
		Content known = this.content;
		try {
			if (!known.isOf(attributes())) {
				this.content = read();
				logger.info("The catalogue of models was read anew from " + this.path + ".");
			}
			this.complaint = null;
		}
		catch (IllegalArgumentException ex) {
			String problem = String.valueOf(ex.getMessage());
			if (!problem.equals(this.complaint)) {
				this.complaint = problem;
				logger.warn(problem + ". What was read before stays in use.");
			}
		}
	}

	private Content read() {
		BasicFileAttributes attributes = attributes();
		try (InputStream stream = Files.newInputStream(this.path)) {
			Catalog catalog = this.use.of(Catalog.read(stream), this.path.toString());
			return new Content(catalog, attributes.lastModifiedTime(), attributes.size());
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(this.path + ": " + ex.getMessage(), ex);
		}
	}

	private BasicFileAttributes attributes() {
		try {
			return Files.readAttributes(this.path, BasicFileAttributes.class);
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
	}

	private IllegalArgumentException unreadable(IOException cause) {
		return new IllegalArgumentException(
				"The catalogue of models " + this.path + " cannot be read (" + cause.getClass().getSimpleName() + ")",
				cause);
	}

	private record Content(Catalog catalog, FileTime modified, long size) {

		boolean isOf(BasicFileAttributes attributes) {
			return this.modified.equals(attributes.lastModifiedTime()) && this.size == attributes.size();
		}

	}

}
