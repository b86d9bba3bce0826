package io.github.llmspring.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import io.github.llmspring.wire.HttpCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RefreshedAuthorization} and {@link Refreshed}.
 */
class RefreshedAuthorizationTests {

	private static final HttpCall CALL = HttpCall.post("/chat", Map.of(), new byte[0], List.of());

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final AtomicInteger fetched = new AtomicInteger();

	private @Nullable Duration life = Duration.ofHours(1);

	private @Nullable Exception failure;

	private final RefreshedAuthorization authorization = new RefreshedAuthorization(this::fetch,
			new BusyScheduler(this.time, Duration.ofMillis(1)));

	private Expiring<Authorization> fetch() throws Exception {
		int number = this.fetched.incrementAndGet();
		if (this.failure != null) {
			throw this.failure;
		}
		Instant now = Instant.ofEpochMilli(this.time.now(TimeUnit.MILLISECONDS));
		return new Expiring<>(Authorization.bearer(() -> Secret.of("token-" + number)),
				(this.life != null) ? now.plus(this.life) : null);
	}

	@Test
	void nothingIsFetchedBeforeItIsNeeded() {
		this.time.advanceTimeBy(Duration.ofHours(2));
		assertThat(this.fetched).hasValue(0);
	}

	@Test
	void allWhoWaitShareOneFetch() {
		List<Object> first = request();
		List<Object> second = request();
		assertThat(first).isEmpty();
		assertThat(second).isEmpty();
		fetched();
		assertThat(first).containsExactly("Bearer token-1");
		assertThat(second).containsExactly("Bearer token-1");
		assertThat(this.fetched).hasValue(1);
	}

	@Test
	void whoStopsWaitingDoesNotStopTheFetchOfOthers() {
		List<Object> taken = new ArrayList<>();
		Disposable impatient = this.authorization.prepare().subscribe();
		this.authorization.prepare().map(RefreshedAuthorizationTests::header).subscribe(taken::add);
		impatient.dispose();
		fetched();
		assertThat(taken).containsExactly("Bearer token-1");
	}

	@Test
	void goodTokenIsAtHandAtOnce() {
		begin();
		assertThat(request()).containsExactly("Bearer token-1");
		this.time.advanceTimeBy(Duration.ofMinutes(54));
		assertThat(request()).containsExactly("Bearer token-1");
		assertThat(this.fetched).hasValue(1);
	}

	@Test
	void nearItsEndItIsFetchedAnewWhileTheOldOneIsUsed() {
		begin();
		this.time.advanceTimeBy(Duration.ofMinutes(55));
		assertThat(request()).containsExactly("Bearer token-1");
		assertThat(request()).containsExactly("Bearer token-1");
		fetched();
		assertThat(request()).containsExactly("Bearer token-2");
		assertThat(this.fetched).hasValue(2);
	}

	@Test
	void shortLivedTokenIsUsedForMostOfItsLife() {
		this.life = Duration.ofSeconds(60);
		begin();
		this.time.advanceTimeBy(Duration.ofSeconds(44));
		request();
		fetched();
		assertThat(this.fetched).hasValue(1);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		request();
		fetched();
		assertThat(this.fetched).hasValue(2);
	}

	@Test
	void expiredTokenIsNotUsed() {
		begin();
		this.time.advanceTimeBy(Duration.ofMinutes(60));
		List<Object> waiting = request();
		assertThat(waiting).isEmpty();
		fetched();
		assertThat(waiting).containsExactly("Bearer token-2");
	}

	@Test
	void tokenWithoutAnEndIsFetchedAnewNowAndThen() {
		this.life = null;
		begin();
		this.time.advanceTimeBy(Duration.ofDays(1));
		assertThat(request()).containsExactly("Bearer token-1");
		fetched();
		assertThat(request()).containsExactly("Bearer token-2");
	}

	@Test
	void failureIsForgottenAtOnceWhereThereIsNoToken() {
		this.failure = new IllegalStateException("no such client.");
		List<Object> failed = request();
		fetched();
		assertThat(failed).singleElement().isInstanceOfSatisfying(LlmException.class, (ex) -> {
			assertThat(ex).hasMessage("there are no credentials: no such client. Check the provider's credentials.");
			assertThat(ex.reason()).isEqualTo(Reason.AUTHENTICATION);
		});
		this.failure = null;
		begin();
		assertThat(request()).containsExactly("Bearer token-2");
	}

	@Test
	void failureNearTheEndIsToldToNobodyAndTriedAgainLater() {
		begin();
		this.failure = new IllegalStateException("busy");
		this.time.advanceTimeBy(Duration.ofMinutes(56));
		assertThat(request()).containsExactly("Bearer token-1");
		fetched();
		assertThat(request()).containsExactly("Bearer token-1");
		fetched();
		assertThat(this.fetched).hasValue(2);
		this.failure = null;
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		request();
		fetched();
		assertThat(request()).containsExactly("Bearer token-3");
	}

	@Test
	void failureOfTheNetworkMayBeTriedAgain() {
		this.failure = new IOException("token endpoint", new ConnectException("refused"));
		List<Object> failed = request();
		fetched();
		assertThat(failed).singleElement().isInstanceOfSatisfying(LlmException.class, (ex) -> {
			assertThat(ex.reason()).isEqualTo(Reason.CONNECTION);
			assertThat(ex.retryable()).isTrue();
		});
	}

	@Test
	void whoIsToldOfATokenThatIsOverGetsAnother() {
		this.life = Duration.ZERO;
		this.authorization.prepare().subscribe((first) -> request());
		fetched();
		fetched();
		assertThat(this.fetched).hasValue(2);
	}

	@Test
	void fetchThatHangsEnds() {
		RefreshedAuthorization hanging = new RefreshedAuthorization(this::fetch,
				new BusyScheduler(this.time, Duration.ofHours(1)));
		List<Object> failed = new ArrayList<>();
		hanging.prepare().subscribe(failed::add, failed::add);
		this.time.advanceTimeBy(Duration.ofSeconds(30));
		assertThat(failed).singleElement()
			.isInstanceOfSatisfying(LlmException.class,
					(ex) -> assertThat(ex).hasMessageStartingWith("no credentials came within 30 s"));
	}

	@Test
	void refusedTokenIsNotUsedAgain() {
		begin();
		Authorization granted = this.authorization.prepare().block();
		granted.failed(LlmException.of(Reason.RATE_LIMITED, "slow down"));
		assertThat(request()).containsExactly("Bearer token-1");
		granted.failed(LlmException.of(Reason.AUTHENTICATION, "no"));
		List<Object> waiting = request();
		fetched();
		assertThat(waiting).containsExactly("Bearer token-2");
		granted.failed(LlmException.of(Reason.AUTHENTICATION, "no"));
		assertThat(request()).containsExactly("Bearer token-2");
	}

	@Test
	void sourceIsCalledOffAnEventLoop() {
		List<String> threads = new ArrayList<>();
		Callable<Expiring<Secret>> source = () -> {
			threads.add(Thread.currentThread().getName());
			return new Expiring<>(Secret.of("token"), null);
		};
		Mono.defer(Authorization.token(source)::prepare).subscribeOn(Schedulers.parallel()).block();
		assertThat(threads).singleElement().asString().startsWith("boundedElastic");
	}

	private void begin() {
		request();
		fetched();
	}

	private void fetched() {
		this.time.advanceTimeBy(Duration.ofMillis(1));
	}

	private List<Object> request() {
		List<Object> got = new ArrayList<>();
		this.authorization.prepare().map(RefreshedAuthorizationTests::header).subscribe(got::add, got::add);
		return got;
	}

	private static String header(Authorization prepared) {
		StringBuilder header = new StringBuilder();
		prepared.authorize(CALL, URI.create("http://127.0.0.1"), (name, value) -> header.append(value));
		return header.toString();
	}

	/**
	 * Scheduler that gets to what it is to do after a while only.
	 *
	 * @param time runs what is due
	 * @param delay the while
	 */
	private record BusyScheduler(VirtualTimeScheduler time, Duration delay) implements Scheduler {

		@Override
		public long now(TimeUnit unit) {
			return this.time.now(unit);
		}

		@Override
		public Disposable schedule(Runnable task) {
			return this.time.schedule(task, this.delay.toMillis(), TimeUnit.MILLISECONDS);
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			return this.time.schedule(task, delay, unit);
		}

		@Override
		public Worker createWorker() {
			return this.time.createWorker();
		}

	}

}
