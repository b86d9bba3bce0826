package io.github.llmspring.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.github.llmspring.LlmException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WholeBody}.
 */
class WholeBodyTests {

	private static final NettyDataBufferFactory FACTORY = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

	private static final LlmException TOO_LARGE = LlmException.of(LlmException.Reason.MALFORMED_RESPONSE, "too large");

	private final List<ByteBuf> buffers = Stream.of("one", "-", "two", "-and-some-more-of-it")
		.map((text) -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8))
		.toList();

	private final Flux<DataBuffer> body = Flux.fromIterable(this.buffers).map(FACTORY::wrap);

	private static Flux<String> text(Flux<DataBuffer> body, int limit) {
		return new WholeBody<>(body, limit, () -> TOO_LARGE, (bytes) -> new String(bytes, StandardCharsets.UTF_8));
	}

	@Test
	void buffersAreJoinedAndReleased() {
		StepVerifier.create(text(this.body, 100)).expectNext("one-two-and-some-more-of-it").thenCancel().verify();
		assertThat(this.buffers).allMatch((buffer) -> buffer.refCnt() == 0);
	}

	@Test
	void nothingFollowsTheValue() {
		TestSubscriber<String> reader = TestSubscriber.create();
		text(this.body, 100).subscribe(reader);
		assertThat(reader.getReceivedOnNext()).hasSize(1);
		assertThat(reader.isTerminated()).isFalse();
	}

	@Test
	void bodyOfExactlyTheLimitIsTaken() {
		StepVerifier.create(text(this.body, 27)).expectNextCount(1).thenCancel().verify();
	}

	@Test
	void bufferBeyondTheLimitIsReleasedAndNoMoreAskedFor() {
		StepVerifier.create(text(this.body, 6)).verifyErrorSatisfies((ex) -> assertThat(ex).isSameAs(TOO_LARGE));
		assertThat(this.buffers).extracting(ByteBuf::refCnt).containsExactly(0, 0, 0, 1);
	}

	@Test
	void bodyWithoutBuffersHasNoBytes() {
		StepVerifier.create(text(Flux.empty(), 0)).expectNext("").thenCancel().verify();
	}

	@Test
	void nothingIsReadBeforeItIsAskedFor() {
		StepVerifier.create(text(this.body, 100), 0)
			.expectSubscription()
			.then(() -> assertThat(this.buffers).allMatch((buffer) -> buffer.refCnt() == 1))
			.thenRequest(1)
			.expectNextCount(1)
			.thenCancel()
			.verify();
	}

	@Test
	void decoderThatFailsFailsTheBody() {
		IllegalStateException unreadable = new IllegalStateException("unreadable");
		Flux<String> failing = new WholeBody<>(this.body, 100, () -> TOO_LARGE, (bytes) -> {
			throw unreadable;
		});
		StepVerifier.create(failing).verifyErrorSatisfies((ex) -> assertThat(ex).isSameAs(unreadable));
	}

	@Test
	void bodyThatBreaksOffFails() {
		IllegalStateException broken = new IllegalStateException("broken");
		StepVerifier.create(text(this.body.concatWith(Flux.error(broken)), 100))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isSameAs(broken));
		assertThat(this.buffers).allMatch((buffer) -> buffer.refCnt() == 0);
	}

	@Test
	void decoderWithoutAValueMakesAnEmptyAnswer() {
		StepVerifier.create(new WholeBody<String>(this.body, 100, () -> TOO_LARGE, (bytes) -> null)).verifyComplete();
	}

	@Test
	void bufferThatComesAfterCancellingIsReleased() {
		TestPublisher<DataBuffer> connection = TestPublisher
			.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		StepVerifier.create(text(connection.flux(), 100)).expectSubscription().thenCancel().verify();
		connection.next(FACTORY.wrap(this.buffers.get(0)));
		assertThat(this.buffers.get(0).refCnt()).isZero();
	}

}
