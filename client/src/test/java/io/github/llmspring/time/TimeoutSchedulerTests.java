package io.github.llmspring.time;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TimeoutScheduler}.
 */
class TimeoutSchedulerTests {

	@Test
	void whatIsDueRunsNotBeforeItsTime() throws Exception {
		CompletableFuture<Long> ran = new CompletableFuture<>();
		long began = System.nanoTime();
		TimeoutScheduler.SHARED.schedule(() -> ran.complete(System.nanoTime() - began), 70, TimeUnit.MILLISECONDS);
		assertThat(ran.get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(70));
	}

	@Test
	void whatIsDueRunsWhereBlockingIsRefused() throws Exception {
		CompletableFuture<Boolean> refused = new CompletableFuture<>();
		TimeoutScheduler.SHARED.schedule(() -> refused.complete(Schedulers.isInNonBlockingThread()), 1,
				TimeUnit.MILLISECONDS);
		assertThat(refused.get(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whatWasTakenBackDoesNotRun() throws Exception {
		AtomicBoolean ran = new AtomicBoolean();
		Disposable timeout = TimeoutScheduler.SHARED.schedule(() -> ran.set(true), 100, TimeUnit.MILLISECONDS);
		timeout.dispose();
		CompletableFuture<Boolean> later = new CompletableFuture<>();
		TimeoutScheduler.SHARED.schedule(() -> later.complete(ran.get()), 300, TimeUnit.MILLISECONDS);
		assertThat(later.get(10, TimeUnit.SECONDS)).isFalse();
	}

	@Test
	void whatWasTakenBackIsForgottenAtOnce() {
		Runnable task = () -> {
		};
		Disposable timeout = TimeoutScheduler.SHARED.schedule(task, 1, TimeUnit.HOURS);
		assertThat(((AtomicReference<?>) timeout).get()).isSameAs(task);
		timeout.dispose();
		assertThat(((AtomicReference<?>) timeout).get()).isNull();
		assertThat(timeout.isDisposed()).isTrue();
	}

}
