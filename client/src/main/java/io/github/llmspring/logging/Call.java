package io.github.llmspring.logging;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * One call under way, which is logged at whatever end comes first.
 */
final class Call {

	private final CallLogging logging;

	private final String operation;

	private final @Nullable String asked;

	private final ContextView context;

	private final AtomicBoolean over = new AtomicBoolean();

	private final long since = System.nanoTime();

	private volatile @Nullable Long firstChunk;

	/**
	 * Call that begins now.
	 * @param operation what is asked for
	 * @param asked the address or route that is asked, or {@code null} for the default
	 * @param context tells what the caller's thread knew
	 */
	Call(CallLogging logging, String operation, @Nullable String asked, ContextView context) {
		this.logging = logging;
		this.operation = operation;
		this.asked = asked;
		this.context = context;
	}

	void began() {
		this.firstChunk = elapsed();
	}

	/**
	 * Ends the call.
	 * @return whether it is the first end
	 */
	boolean end() {
		return this.over.compareAndSet(false, true);
	}

	Entry entry(String outcome, @Nullable String address, @Nullable String why) {
		long duration = elapsed();
		return new Entry(this.logging.redactor()).redacted(Fields.OPERATION, this.operation)
			.redacted(Fields.OUTCOME, outcome)
			.field(Fields.ASKED, this.asked)
			.redacted(Fields.DURATION, duration)
			.redacted(Fields.FIRST_CHUNK, this.firstChunk)
			.say("Call of ", (this.asked != null) ? this.asked : "the default model", ": ")
			.say((address != null) ? address + " " : "", outcome, (why != null) ? " (" + why + ")" : "")
			.say(" after ", duration, " ms");
	}

	/**
	 * Entry of an answer. The sentence names the model that was asked, as that of a
	 * failure does; what the service calls it is in a field.
	 * @param provider the id of the provider
	 * @param asked the model that was asked, or {@code null} where nobody knows
	 * @param answering the model as the service names it
	 * @param why how it ended, or {@code null} where there is nothing to say
	 */
	Entry answered(@Nullable String provider, @Nullable String asked, @Nullable String answering,
			@Nullable String why) {
		return entry("answered", address(provider, (asked != null) ? asked : answering), why)
			.field(Fields.PROVIDER, provider)
			.field(Fields.REQUEST_MODEL, asked)
			.field(Fields.RESPONSE_MODEL, answering);
	}

	/**
	 * Entry of a failure, without any words of the service: they may quote the prompt.
	 */
	Entry failure(Throwable failure) {
		if (!(failure instanceof LlmException known)) {
			String type = failure.getClass().getName();
			return entry("failed", null, type).redacted(Fields.ERROR, type);
		}
		String type = known.reason().code();
		Entry entry = entry("failed", address(known.provider(), known.model()), type).redacted(Fields.ERROR, type)
			.field(Fields.PROVIDER, known.provider())
			.field(Fields.REQUEST_MODEL, known.model())
			.redacted(Fields.STATUS, known.status())
			.field(Fields.REQUEST_ID, known.requestId())
			.attempts(known.attempts());
		return this.logging.content() ? entry.field(Fields.ERROR_MESSAGE, known.detail()) : entry;
	}

	void write(Entry entry) {
		entry.write(this.context);
	}

	static @Nullable String address(@Nullable String provider, @Nullable String model) {
		return (provider != null && model != null) ? provider + "/" + model : (provider != null) ? provider : model;
	}

	private long elapsed() {
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.since);
	}

}
