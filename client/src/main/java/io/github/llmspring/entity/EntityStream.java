package io.github.llmspring.entity;

import java.util.Objects;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * One value while it arrives.
 * <p>
 * An answer that does not fit is mended behind the scenes: the value that was shown last
 * stays until the whole one is there.
 */
final class EntityStream<T> {

	private final EntityForm<T> form;

	private final ChatRequest request;

	private JsonSoFar soFar = new JsonSoFar();

	private @Nullable JsonNode shown;

	private int shownLength;

	private boolean bound;

	private @Nullable T value;

	private @Nullable ChatEvent end;

	EntityStream(EntityForm<T> form, ChatRequest request) {
		this.form = form;
		this.request = request;
	}

	/**
	 * Values, each different from the one before, the last one whole and checked.
	 * @param events the events of the answer
	 * @return the values
	 */
	Flux<T> values(Flux<ChatEvent> events) {
		// handle() would restore the captured thread-locals around each event
		return events.filter(this::bringsValue)
			.map((event) -> Objects.requireNonNull(this.value))
			.concatWith(Mono.defer(this::last));
	}

	private boolean bringsValue(ChatEvent event) {
		if (event instanceof ChatEvent.TextDelta delta) {
			return this.soFar.append(delta.text()) && shows();
		}
		if (event instanceof ChatEvent.TurnCompleted) {
			this.soFar = new JsonSoFar();
			this.shownLength = 0;
		}
		else if (event instanceof ChatEvent.Completed) {
			this.end = event;
		}
		return false;
	}

	private boolean shows() {
		return show(this.soFar.read()) || (!this.bound && show(withoutOpenText()));
	}

	/**
	 * What there is before the open text, unless at least that much is shown already.
	 */
	private @Nullable JsonNode withoutOpenText() {
		return (this.soFar.length() > this.shownLength) ? this.soFar.readWithoutOpenText() : null;
	}

	private boolean show(@Nullable JsonNode document) {
		T next = (document != null) ? this.form.part(document) : null;
		this.bound = next != null;
		if (next == null || next.equals(this.value) || Objects.equals(document, this.shown)) {
			return false;
		}
		this.shown = document;
		this.shownLength = this.soFar.length();
		this.value = next;
		return true;
	}

	private Mono<T> last() {
		return ChatEvent.answer(Mono.justOrEmpty(this.end).flux()).flatMap(this::last);
	}

	private Mono<T> last(ChatResponse whole) {
		EntityAnswer<T> last = EntityAnswer.of(this.form, this.request, whole);
		boolean known = last.value().equals(this.value) || last.document().equals(this.shown);
		return known ? Mono.empty() : Mono.just(last.value());
	}

}
