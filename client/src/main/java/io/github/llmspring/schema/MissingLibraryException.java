package io.github.llmspring.schema;

import org.springframework.util.ClassUtils;

/**
 * An optional library that is needed but not on the classpath.
 */
public final class MissingLibraryException extends IllegalStateException {

	private MissingLibraryException(String message) {
		super(message);
	}

	static void check(String type, String purpose, String coordinates) {
		if (!ClassUtils.isPresent(type, MissingLibraryException.class.getClassLoader())) {
			throw new MissingLibraryException(purpose + " needs a library that is not on the classpath: add "
					+ coordinates + ", or use the starter, which brings it");
		}
	}

}
