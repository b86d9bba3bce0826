package io.github.llmspring.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;
import io.github.llmspring.ModelAddress;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how much memory and time of the processor it takes to know models: the least
 * of some rounds, since others may compile meanwhile.
 */
class CatalogCostTests {

	private static final int ROUNDS = 30;

	private static final int CALLS = 20_000;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Models models = Models.builder()
		.provider("my-ai", "openai")
		.model(new ModelAddress("my-ai", "own"), ModelFacts.NONE)
		.model(new ModelAddress("my-ai", "gpt-4o"), ModelFacts.NONE)
		.build();

	private final ModelAddress known = new ModelAddress("my-ai", "gpt-4o-mini");

	@Nullable Object seen;

	private long bytes(Supplier<@Nullable Object> call) {
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < CALLS; i++) {
				this.seen = call.get();
			}
			least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS);
		}
		return least;
	}

	private long nanos(Supplier<@Nullable Object> call) {
		long least = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long before = THREADS.getCurrentThreadCpuTime();
			for (int i = 0; i < CALLS; i++) {
				this.seen = call.get();
			}
			least = Math.min(least, (THREADS.getCurrentThreadCpuTime() - before) / CALLS);
		}
		return least;
	}

	@Test
	void lookingUpTakesLessThanAMicrosecondAndNoMemory() {
		for (String model : new String[] { "gpt-4o-mini", "gpt-4o-mini-2024-07-18", "nobody", "nobody-2024-07-18",
				"own", "gpt-4o-2024-08-06" }) {
			Supplier<@Nullable Object> call = () -> this.models.find("my-ai", model);
			assertThat(bytes(call)).as(model).isZero();
			assertThat(nanos(call)).as(model).isLessThan(1_000);
		}
	}

	@Test
	void estimatingTakesNoMemoryAndACostOnlyWhatItIs() {
		Usage usage = new Usage(1_000L, 200L, 100L, 500L, 100L, Map.of());
		double[] sum = new double[1];
		assertThat(bytes(() -> {
			sum[0] += this.models.estimate(this.known, 1_000, 500);
			return null;
		})).isZero();
		assertThat(bytes(() -> this.models.cost(this.known, usage))).isBetween(1L, 300L);
		assertThat(nanos(() -> this.models.cost(this.known, usage))).isLessThan(2_000);
	}

	@Test
	void loadingTakesLessThanTwentyMillisecondsAndTwoMegabytes() throws IOException {
		byte[] json;
		try (InputStream content = Catalog.class.getClassLoader().getResourceAsStream(Catalog.RESOURCE)) {
			json = Objects.requireNonNull(content).readAllBytes();
		}
		long millis = Long.MAX_VALUE;
		long bytes = Long.MAX_VALUE;
		for (int round = 0; round < ROUNDS; round++) {
			long allocated = THREADS.getCurrentThreadAllocatedBytes();
			long begun = THREADS.getCurrentThreadCpuTime();
			this.seen = Catalog.read(new ByteArrayInputStream(json));
			millis = Math.min(millis, (THREADS.getCurrentThreadCpuTime() - begun) / 1_000_000);
			bytes = Math.min(bytes, THREADS.getCurrentThreadAllocatedBytes() - allocated);
		}
		assertThat(millis).isLessThan(20);
		assertThat(bytes).isBetween(100_000L, 2_000_000L);
	}

	@Test
	void catalogueIsNotReadForWhatItCannotKnow() {
		Models local = Models.builder().catalog(() -> {
			throw new IllegalStateException("read");
		}).model(new ModelAddress("here", "m"), ModelFacts.NONE).build();
		assertThat(local.find("here", "m")).isNotNull();
		assertThat(local.find("here", "other")).isNull();
		assertThat(local.find("elsewhere", "m")).isNull();
		assertThat(local.find("here", null)).isNull();
	}

}
