package io.github.llmspring.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Key in a file that may be replaced while the application runs.
 * <p>
 * The file is looked at every few seconds at most, by one request while others go on with
 * the key they know. A key that was read once stays in use while the file is missing or
 * blank, as it is for a moment while some tools replace it.
 */
final class KeyFile {

	private static final long INTERVAL = Duration.ofSeconds(2).toNanos();

	private static final int MAX_SIZE = 64 << 10;

	private final Path path;

	private final LongSupplier nanoTime;

	private final AtomicLong nextLook;

	private volatile @Nullable Content content;

	KeyFile(Path path, LongSupplier nanoTime) {
		this.path = path;
		this.nanoTime = nanoTime;
		this.nextLook = new AtomicLong(nanoTime.getAsLong());
	}

	/**
	 * Whether the file is to be looked at before the next exchange. Only one caller is
	 * told so for each look, except while there is no key.
	 */
	boolean isDue() {
		if (this.content == null) {
			return true;
		}
		long next = this.nextLook.get();
		long now = this.nanoTime.getAsLong();
		return now - next >= 0 && this.nextLook.compareAndSet(next, now + INTERVAL);
	}

	/**
	 * Lets the next exchange look at the file.
	 */
	void lookSoon() {
		this.nextLook.set(this.nanoTime.getAsLong());
	}

	/**
	 * Looks at the file and reads it if it was changed.
	 */
	void look() {
		Content known = this.content;
		try {
			BasicFileAttributes attributes = Files.readAttributes(this.path, BasicFileAttributes.class);
			if (known == null || !known.isOf(attributes)) {
				this.content = read(attributes);
			}
			this.nextLook.set(this.nanoTime.getAsLong() + INTERVAL);
		}
		catch (NoSuchFileException ex) {
			complain(known, "is missing", "Create the file, or correct api-key-file.", ex);
		}
		catch (IOException ex) {
			complain(known, "cannot be read (" + TransportErrors.describe(ex) + ")",
					"Let the application read the file, or correct api-key-file.", ex);
		}
	}

	private @Nullable Content read(BasicFileAttributes attributes) throws IOException {
		if (attributes.size() > MAX_SIZE) {
			complain(this.content, "holds more than a key", "Let api-key-file be a file that holds the key only.",
					null);
			return this.content;
		}
		Secret key = Secret.of(Files.readString(this.path));
		if (key.isEmpty()) {
			complain(this.content, "is blank", "Write the key into the file.", null);
			return this.content;
		}
		return new Content(key, attributes.lastModifiedTime(), attributes.size());
	}

	private void complain(@Nullable Content known, String problem, String advice, @Nullable Throwable cause) {
		if (known == null) {
			throw LlmException
				.builder(Reason.AUTHENTICATION, "no api key: the file " + this.path.toAbsolutePath() + " " + problem)
				.advice(advice)
				.cause(cause)
				.build();
		}
		lookSoon();
	}

	/**
	 * Key last read.
	 */
	Secret key() {
		Content known = this.content;
		return (known != null) ? known.key() : Secret.of("");
	}

	private record Content(Secret key, FileTime modified, long size) {

		boolean isOf(BasicFileAttributes attributes) {
			return this.modified.equals(attributes.lastModifiedTime()) && this.size == attributes.size();
		}

	}

}
