package io.github.llmspring.entity;

import java.util.List;

import io.github.llmspring.AnswerCheck;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.OutputFormat;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Provider that sends an answer which does not have the form that was asked for back to
 * the model, with what is wrong, twice at most.
 * <p>
 * Concerns requests whose {@link OutputFormat#check() output format} can tell. The events
 * of a streamed answer pass as they come; those of the turns that mend it do not, but for
 * the last. That is the answer: its usage and warnings are those of all turns, and
 * nothing else tells of the turns that did not fit, so that a conversation goes on as if
 * there had been none.
 * <p>
 * A refusal, a filter, a limit of tokens or a call of a tool for the caller passes as it
 * is: there is nothing in it to mend. An answer that does not fit in the end is an
 * exception of the reason {@code MALFORMED_RESPONSE} that holds it.
 */
public final class MendingProvider implements ChatProvider {

	private final ChatProvider provider;

	/**
	 * Mending around a provider.
	 * @param provider the provider that is asked for each turn
	 */
	public MendingProvider(ChatProvider provider) {
		this.provider = provider;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		OutputFormat format = request.outputFormat();
		AnswerCheck check = (format != null) ? format.check() : null;
		return (format == null || check == null) ? this.provider.send(request)
				: Flux.defer(() -> new MendedAnswer(this.provider.snapshot(), request, format.name(), check).events());
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return this.provider.models();
	}

}
