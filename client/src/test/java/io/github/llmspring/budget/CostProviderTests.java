package io.github.llmspring.budget;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.Cost;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.ScriptedProvider;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CostProviderTests {

	private static final Usage USAGE = new Usage(10L, null, null, 4L, null, Map.of());

	private final List<Spent> spent = new CopyOnWriteArrayList<>();

	private final ChatRequest request = ChatRequest.builder()
		.model("priced-1")
		.message(Message.user("Hello"))
		.route("smart")
		.tag("job", "nightly")
		.build();

	private Flux<ChatEvent> send(ChatRequest request, Flux<ChatEvent> answer) {
		return new CostProvider("acme", ScriptedProvider.of(answer), new PriceList(), List.of(this.spent::add),
				(message) -> 7)
			.send(request);
	}

	private @Nullable ChatResponse answer(ChatRequest request, ChatResponse.Builder answer) {
		ChatEvent last = send(request, Flux.just(new ChatEvent.Completed(answer.build()))).blockLast();
		return (last instanceof ChatEvent.Completed completed) ? completed.response() : null;
	}

	@Test
	void answerCostsWhatItsTokensCost() {
		assertThat(answer(this.request, ChatResponse.builder().usage(USAGE)).cost()).isEqualTo(Cost.usd("0.018"));
		assertThat(this.spent).containsExactly(new Spent(new ModelAddress("acme", "priced-1"), "smart",
				Map.of("job", "nightly"), USAGE, Cost.usd("0.018"), false));
	}

	@Test
	void streamCostsWhatItsLastEventTells() {
		Flux<ChatEvent> stream = Flux.just(new ChatEvent.TextDelta("Hi"),
				new ChatEvent.Completed(ChatResponse.builder().usage(USAGE).build()));
		List<ChatEvent> events = send(this.request, stream).collectList().block();
		assertThat(events).hasSize(2);
		assertThat(((ChatEvent.Completed) events.get(1)).response().cost()).isEqualTo(Cost.usd("0.018"));
		assertThat(this.spent).hasSize(1);
	}

	@Test
	void figureOfTheServiceStands() {
		ChatResponse.Builder answer = ChatResponse.builder().usage(USAGE).cost(Cost.usd("0.5"));
		assertThat(answer(this.request, answer).cost()).isEqualTo(Cost.usd("0.5"));
		assertThat(this.spent).extracting(Spent::cost).containsExactly(Cost.usd("0.5"));
	}

	@Test
	void costOfAModelWithoutPriceIsUnknownAndNotZero() {
		ChatRequest other = this.request.toBuilder().model("other").build();
		assertThat(answer(other, ChatResponse.builder().usage(USAGE)).cost()).isNull();
		assertThat(this.spent).singleElement().satisfies((spent) -> {
			assertThat(spent.cost()).isNull();
			assertThat(spent.usage()).isEqualTo(USAGE);
		});
	}

	@Test
	void modelThatAnswersHasThePriceWhereTheOneAskedForHasNone() {
		ChatRequest alias = this.request.toBuilder().model("my-deployment").build();
		ChatResponse answer = answer(alias, ChatResponse.builder().model("priced-1").usage(USAGE));
		assertThat(answer.cost()).isEqualTo(Cost.usd("0.018"));
		assertThat(this.spent.get(0).address()).isEqualTo(new ModelAddress("acme", "my-deployment"));
	}

	@Test
	void answerWithoutCountsIsEstimatedForTheCountButItsCostIsUnknown() {
		ChatResponse answer = answer(this.request, ChatResponse.builder().content(new Content.Text("Hi")));
		assertThat(answer.cost()).isNull();
		assertThat(this.spent).singleElement().satisfies((spent) -> {
			assertThat(spent.estimated()).isTrue();
			assertThat(spent.cost()).isEqualTo(Cost.usd("0.021"));
		});
	}

	@Test
	void failureWithKnownUsageIsPaidFor() {
		LlmException failure = LlmException.builder(Reason.OVERLOADED, "amid the stream").usage(USAGE).build();
		StepVerifier.create(send(this.request, Flux.error(failure)))
			.expectErrorSatisfies((error) -> assertThat(((LlmException) error).cost()).isEqualTo(Cost.usd("0.018")))
			.verify();
		assertThat(this.spent).extracting(Spent::cost, Spent::estimated)
			.containsExactly(tuple(Cost.usd("0.018"), false));
	}

	@Test
	void failureBeforeAnythingCameIsFree() {
		StepVerifier.create(send(this.request, ScriptedProvider.failure(Reason.RATE_LIMITED))).verifyError();
		assertThat(this.spent).isEmpty();
	}

	@Test
	void streamThatBrokeOffWithoutCountsIsEstimated() {
		Flux<ChatEvent> stream = Flux.<ChatEvent>just(new ChatEvent.TextDelta("12345678"))
			.concatWith(ScriptedProvider.failure(Reason.STREAM_TRUNCATED));
		StepVerifier.create(send(this.request, stream)).expectNextCount(1).verifyError();
		assertThat(this.spent).extracting(Spent::cost, Spent::estimated)
			.containsExactly(tuple(Cost.usd("0.011"), true));
	}

	@Test
	void cancelledStreamIsEstimatedByWhatHadCome() {
		Flux<ChatEvent> stream = Flux.<ChatEvent>just(new ChatEvent.TextDelta("1234")).concatWith(Flux.never());
		StepVerifier.create(send(this.request, stream)).expectNextCount(1).thenCancel().verify(Duration.ofSeconds(5));
		assertThat(this.spent).extracting(Spent::cost, Spent::estimated)
			.containsExactly(tuple(Cost.usd("0.009"), true));
	}

	@Test
	void answerIsCountedOnceHoweverItsReaderEnds() {
		Flux<ChatEvent> events = send(this.request,
				Flux.just(new ChatEvent.Completed(ChatResponse.builder().usage(USAGE).build())));
		assertThat(events.next().block()).isNotNull();
		assertThat(this.spent).hasSize(1);
	}

	@Test
	void listenerThatFailsNeitherSpoilsTheAnswerNorKeepsItFromTheOthers() {
		SpendingListener broken = (spent) -> {
			throw new IllegalStateException("broken");
		};
		ChatEvent answer = new ChatEvent.Completed(ChatResponse.builder().usage(USAGE).build());
		CostProvider provider = new CostProvider("acme", ScriptedProvider.of(Flux.just(answer)), new PriceList(),
				List.of(broken, this.spent::add), (message) -> 7);
		StepVerifier.create(provider.send(this.request)).expectNextCount(1).verifyComplete();
		assertThat(this.spent).extracting(Spent::cost).containsExactly(Cost.usd("0.018"));
	}

}
