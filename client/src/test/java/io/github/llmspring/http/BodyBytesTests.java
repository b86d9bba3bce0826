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
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyBytes}.
 */
class BodyBytesTests {

	private static final NettyDataBufferFactory FACTORY = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

	private static final LlmException TOO_LARGE = LlmException.of(LlmException.Reason.MALFORMED_RESPONSE, "too large");

	private final List<ByteBuf> buffers = Stream.of("one", "-", "two", "-and-some-more-of-it")
		.map((text) -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8))
		.toList();

	private final Flux<DataBuffer> body = Flux.fromIterable(this.buffers).map(FACTORY::wrap);

	private static Mono<String> text(Flux<DataBuffer> body, int limit) {
		return BodyBytes.join(body, limit, () -> TOO_LARGE).map((bytes) -> new String(bytes, StandardCharsets.UTF_8));
	}

	@Test
	void buffersAreJoinedAndReleased() {
		StepVerifier.create(text(this.body, 100)).expectNext("one-two-and-some-more-of-it").verifyComplete();
		assertThat(this.buffers).allMatch((buffer) -> buffer.refCnt() == 0);
	}

	@Test
	void bodyOfExactlyTheLimitIsTaken() {
		StepVerifier.create(text(this.body, 27)).expectNextCount(1).verifyComplete();
	}

	@Test
	void bufferBeyondTheLimitIsReleasedAndNoMoreAskedFor() {
		StepVerifier.create(text(this.body, 6)).verifyErrorSatisfies((ex) -> assertThat(ex).isSameAs(TOO_LARGE));
		assertThat(this.buffers).extracting(ByteBuf::refCnt).containsExactly(0, 0, 0, 1);
	}

	@Test
	void bodyWithoutBuffersHasNoBytes() {
		StepVerifier.create(text(Flux.empty(), 0)).expectNext("").verifyComplete();
	}

}
