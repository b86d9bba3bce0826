package io.github.llmspring.observation;

import io.github.llmspring.LlmException;
import io.github.llmspring.redaction.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * What traces are told of an exception that is not of this library, such as that of a
 * tool: its class and where it was thrown. Its message may be what was asked or a key, so
 * it is left out, or redacted where content is wanted.
 */
final class FailureWithoutWords extends RuntimeException {

	/**
	 * Most causes of causes that are told.
	 */
	private static final int DEEPEST = 10;

	private FailureWithoutWords(Throwable failure, @Nullable Redactor content, int depth) {
		super(message(failure, content), cause(failure.getCause(), content, depth), false, true);
		setStackTrace(failure.getStackTrace());
	}

	/**
	 * Exception that may be shown in place of another one.
	 * @param failure the exception
	 * @param content what its words go through before they are shown, or {@code null}
	 * where they are not
	 */
	static Throwable of(Throwable failure, @Nullable Redactor content) {
		return of(failure, content, 0);
	}

	private static Throwable of(Throwable failure, @Nullable Redactor content, int depth) {
		return (failure instanceof LlmException known) ? withoutWords(known)
				: new FailureWithoutWords(failure, content, depth);
	}

	/**
	 * A failure without what the service said, which may be what it was asked: traces are
	 * read by more people than the answers are for.
	 */
	private static LlmException withoutWords(LlmException known) {
		LlmException told = LlmException.builder(known.reason(), known.reason().code())
			.provider(known.provider())
			.model(known.model())
			.status(known.status())
			.requestId(known.requestId())
			.build();
		told.setStackTrace(known.getStackTrace());
		return told;
	}

	private static String message(Throwable failure, @Nullable Redactor content) {
		String type = failure.getClass().getName();
		String words = failure.getMessage();
		return (content != null && words != null) ? type + ": " + content.redact(words) : type;
	}

	private static @Nullable Throwable cause(@Nullable Throwable cause, @Nullable Redactor content, int depth) {
		return (cause != null && depth < DEEPEST) ? of(cause, content, depth + 1) : null;
	}

	/**
	 * The class and words of the exception that this one stands for, which is what a
	 * printed stack trace begins with.
	 */
	@Override
	public String toString() {
		return String.valueOf(getMessage());
	}

}
