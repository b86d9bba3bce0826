package io.github.llmspring.events;

import java.io.IOException;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/**
 * What a provider that is not of this library failed with, as an {@link LlmException}.
 */
final class ForeignFailure {

	/**
	 * Most causes of causes that are looked at.
	 */
	private static final int DEEPEST = 10;

	private ForeignFailure() {
	}

	/**
	 * A failure as an exception that names the provider. One that is an
	 * {@link LlmException} already, or was wrapped on its way between threads, keeps all
	 * that it tells.
	 * @param failure what went wrong
	 * @param id the provider's id
	 * @param model the model that was asked, if any
	 */
	static LlmException of(Exception failure, String id, @Nullable String model) {
		Throwable plain = Exceptions.unwrap(failure);
		Throwable cause = plain;
		for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
			if (cause instanceof LlmException known) {
				return named(known, id, model);
			}
			Reason reason = reason(cause);
			if (reason != null) {
				return exception(reason, plain, id, model);
			}
			cause = cause.getCause();
		}
		return exception(Reason.SERVER_ERROR, plain, id, model);
	}

	private static LlmException named(LlmException known, String id, @Nullable String model) {
		return (known.provider() != null) ? known
				: known.toBuilder().provider(id).model((known.model() != null) ? known.model() : model).build();
	}

	private static @Nullable Reason reason(Throwable cause) {
		if (cause instanceof InterruptedException) {
			return Reason.CANCELLED;
		}
		// by name, since every library has its own
		String kind = cause.getClass().getSimpleName();
		if (kind.contains("ConnectTimeout")) {
			return Reason.TIMEOUT_CONNECT;
		}
		if (kind.contains("Timeout")) {
			return Reason.TIMEOUT_IDLE;
		}
		return (cause instanceof IOException) ? Reason.CONNECTION : null;
	}

	private static LlmException exception(Reason reason, Throwable plain, String id, @Nullable String model) {
		String words = plain.getMessage();
		String kind = plain.getClass().getSimpleName();
		return LlmException.builder(reason, "the provider failed: " + ((words != null) ? kind + ": " + words : kind))
			.advice("See the cause. Where the provider throws an LlmException itself, its reason says whether to ask "
					+ "again, and whom.")
			.provider(id)
			.model(model)
			.cause(plain)
			.build();
	}

}
