package io.github.llmspring.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.llmspring.Attempt;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.http.Fault.Outcome;
import io.github.llmspring.http.Fault.Scene;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * What came of one call.
 */
final class RecordedCall {

	private final List<ChatEvent> events = new CopyOnWriteArrayList<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private volatile @Nullable Throwable failure;

	static RecordedCall of(Flux<ChatEvent> call) {
		RecordedCall recording = new RecordedCall();
		call.subscribe(recording.events::add, (failure) -> {
			recording.failure = failure;
			recording.end.countDown();
		}, recording.end::countDown);
		return recording;
	}

	boolean endsWithin(long milliseconds) throws InterruptedException {
		return this.end.await(milliseconds, TimeUnit.MILLISECONDS);
	}

	/**
	 * Text of the pieces that came.
	 */
	String text() {
		return this.events.stream()
			.map((event) -> (event instanceof ChatEvent.TextDelta delta) ? delta.text() : "")
			.collect(Collectors.joining());
	}

	Optional<Throwable> failure() {
		return Optional.ofNullable(this.failure);
	}

	/**
	 * What was tried.
	 */
	List<Attempt> attempts() {
		return (this.failure instanceof LlmException exception) ? exception.attempts() : response().attempts();
	}

	private ChatResponse response() {
		return ((ChatEvent.Completed) this.events.get(this.events.size() - 1)).response();
	}

	/**
	 * What came of it.
	 */
	Outcome outcome() {
		if (this.end.getCount() > 0) {
			throw new AssertionError("The call does not end; so far came " + this.events);
		}
		if (this.failure instanceof LlmException exception) {
			ChatResponse partial = exception.partial();
			return new Outcome(exception.reason(), (partial != null) ? partial.content() : null);
		}
		if (this.failure != null) {
			throw new AssertionError("Not an LlmException", this.failure);
		}
		ChatResponse response = response();
		return response.content().equals(Scene.ANSWER) ? Outcome.ANSWERED : new Outcome(null, response.content());
	}

	/**
	 * What the exception says, the addresses left out; empty where there is none.
	 */
	String message() {
		if (!(this.failure instanceof LlmException exception)) {
			return "";
		}
		String address = exception.provider() + "/" + exception.model() + ": ";
		String message = exception.getMessage();
		if (!message.startsWith(address)) {
			throw new AssertionError("Does not say who was asked: " + message);
		}
		return message.substring(address.length()).replaceAll("(https?)://127\\.0\\.0\\.1:\\d+", "$1://service");
	}

}
