package io.github.llmspring.credentials;

/**
 * Credentials of a kind whose library is not on the classpath.
 */
public final class MissingLibraryException extends RuntimeException {

	private final String library;

	/**
	 * Missing library.
	 * @param library the group and the name of the dependency to add
	 */
	public MissingLibraryException(String library) {
		super("The library " + library + " is not on the classpath");
		this.library = library;
	}

	/**
	 * Dependency to add.
	 * @return its group and name
	 */
	public String library() {
		return this.library;
	}

}
