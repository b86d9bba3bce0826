package io.github.llmspring.wire;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that large media are copied once, into the body that is sent.
 */
class MediaAllocationTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final byte[] IMAGE = new byte[10_000_000];

	static {
		new Random(1).nextBytes(IMAGE);
	}

	static Stream<WireFormat> formats() {
		return WireFormats.all().values().stream();
	}

	@ParameterizedTest
	@MethodSource("formats")
	void largeImageIsCopiedOnce(WireFormat format) {
		ChatRequest request = Wire
			.request(Message.of(Role.USER, new Content.Text("What is it?"), Media.of("image/png", IMAGE)));
		format.encode(request, Dialect.STANDARD);
		long before = THREADS.getCurrentThreadAllocatedBytes();
		HttpCall call = format.encode(request, Dialect.STANDARD);
		long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
		assertThat(call.body()).hasSizeGreaterThan(10_000_000);
		assertThat(allocated).as("bytes allocated by " + format.id())
			.isBetween((long) call.body().length, call.body().length * 11L / 10);
	}

}
