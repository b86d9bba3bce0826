package io.github.llmspring.resilience.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.resilience.limit.Quota;
import io.github.llmspring.resilience.limit.RateLimitSettings;
import io.github.llmspring.resilience.limit.RateLimitedProvider;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisQuotas} with a real Redis.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisQuotasTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Logger logger = (Logger) LoggerFactory.getLogger(RedisQuotas.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void capture() {
		this.log.start();
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void release() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(null);
	}

	private static long take(Quota quota, long amount) {
		try {
			return quota.take(amount).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void twoApplicationsStayUnderOneLimitTogether() {
		try (RedisServer server = RedisServer.started();
				RedisQuotas one = new RedisQuotas(server.url(), "llm");
				RedisQuotas other = new RedisQuotas(server.url(), "llm")) {
			long began = System.nanoTime();
			List<CompletableFuture<Long>> answers = new ArrayList<>();
			for (RedisQuotas application : List.of(one, other)) {
				Quota quota = application.of("acme:requests", 40);
				for (int i = 0; i < 60; i++) {
					answers.add(quota.take(1));
				}
			}
			long taken = answers.stream().map(CompletableFuture::join).filter((wait) -> wait == 0).count();
			double seconds = (System.nanoTime() - began) / 1e9;
			assertThat(taken).isBetween(40L, 40 + (long) Math.ceil(seconds * 40 / 60));
			assertThat(this.log.list).isEmpty();
		}
	}

	@Test
	void callsOfTwoClientsStayUnderOneLimitTogether() {
		try (RedisServer server = RedisServer.started();
				RedisQuotas one = new RedisQuotas(server.url(), "llm");
				RedisQuotas other = new RedisQuotas(server.url(), "llm")) {
			List<RateLimitedProvider> applications = Stream.of(one, other).map(RedisQuotasTests::limited).toList();
			long began = System.nanoTime();
			long answered = Flux.range(0, 60)
				.flatMap((number) -> applications.get(number % 2)
					.send(ChatRequest.builder().build())
					.onErrorResume(RedisQuotasTests::isLocalRefusal, (failure) -> Flux.empty()))
				.count()
				.block(PATIENCE);
			double seconds = (System.nanoTime() - began) / 1e9;
			assertThat(answered).isBetween(20L, 20 + (long) Math.ceil(seconds * 20 / 60));
		}
	}

	private static RateLimitedProvider limited(RedisQuotas quotas) {
		RateLimitSettings settings = new RateLimitSettings(20L, 100_000L, null, Duration.ZERO, false, 100);
		return new RateLimitedProvider("acme",
				(request) -> Flux.just(new ChatEvent.Completed(ChatResponse.builder().build())), settings, quotas,
				(message) -> 1);
	}

	private static boolean isLocalRefusal(Throwable failure) {
		return failure instanceof LlmException refused && refused.reason() == LlmException.Reason.RATE_LIMITED_LOCALLY;
	}

	@Test
	void whatOneGivesBackTheOtherCanTake() {
		try (RedisServer server = RedisServer.started();
				RedisQuotas one = new RedisQuotas(server.url(), "llm");
				RedisQuotas other = new RedisQuotas(server.url(), "llm")) {
			Quota first = one.of("acme:tokens", 600);
			Quota second = other.of("acme:tokens", 600);
			assertThat(take(first, 600)).isZero();
			assertThat(take(second, 300)).isBetween(1L, TimeUnit.SECONDS.toNanos(30));
			first.correct(400);
			assertThat(Flux.interval(Duration.ofMillis(20))
				.map((tick) -> take(second, 300))
				.takeUntil((wait) -> wait == 0)
				.blockLast(Duration.ofSeconds(5))).isZero();
			first.correct(-3_000);
			assertThat(Flux.interval(Duration.ofMillis(20))
				.map((tick) -> take(second, 1))
				.takeUntil((wait) -> wait > TimeUnit.MINUTES.toNanos(3))
				.blockLast(Duration.ofSeconds(5))).isGreaterThan(TimeUnit.MINUTES.toNanos(3));
		}
	}

	@Test
	void callWithoutTokensIsGivenBackWithoutATrace() {
		try (RedisServer server = RedisServer.started(); RedisQuotas quotas = new RedisQuotas(server.url(), "llm")) {
			Quota quota = quotas.of("acme:tokens", 600);
			assertThat(take(quota, 600)).isZero();
			assertThat(take(quota, 0)).isZero();
			quota.correct(0);
			assertThat(take(quota, 600)).isPositive();
			assertThat(this.log.list).isEmpty();
		}
	}

	@Test
	void whileRedisIsAwayEachKeepsToTheLimitAloneAndSaysSoOnce() {
		try (RedisServer server = RedisServer.started();
				RedisQuotas one = new RedisQuotas(server.url(), "llm");
				RedisQuotas other = new RedisQuotas(server.url(), "llm")) {
			Quota first = one.of("acme:requests", 5);
			Quota second = other.of("acme:requests", 5);
			assertThat(taken(first, 5)).isEqualTo(5);
			assertThat(taken(second, 5)).isZero();
			server.kill();
			assertThat(taken(first, 50)).isEqualTo(5);
			assertThat(taken(second, 50)).isEqualTo(5);
			assertThat(this.log.list).hasSize(2).allSatisfy((event) -> {
				assertThat(event.getLevel()).isEqualTo(Level.WARN);
				assertThat(event.getFormattedMessage())
					.startsWith("Redis at 127.0.0.1:" + server.port() + " does not answer (")
					.endsWith("): until it does, the limits of llm.providers hold for this application alone.");
			});
			server.start();
			awaitShared(first, 3);
			awaitShared(second, 4);
			assertThat(taken(first, 10) + taken(second, 10)).isLessThan(10);
			assertThat(this.log.list).hasSize(4);
		}
	}

	private static long taken(Quota quota, int tries) {
		long taken = 0;
		for (int i = 0; i < tries; i++) {
			taken += (take(quota, 1) == 0) ? 1 : 0;
		}
		return taken;
	}

	private void awaitShared(Quota quota, int messages) {
		Flux.interval(Duration.ofMillis(50))
			.doOnNext((tick) -> take(quota, 1_000))
			.takeUntil((tick) -> this.log.list.size() >= messages)
			.blockLast(PATIENCE);
		assertThat(this.log.list.get(messages - 1).getLevel()).isEqualTo(Level.INFO);
		assertThat(this.log.list.get(messages - 1).getFormattedMessage())
			.endsWith(" answers again: the limits of llm.providers are shared again.");
	}

	@Test
	void redisThatIsAwayAtTheStartIsFoundLater() {
		try (RedisServer server = RedisServer.stopped(); RedisQuotas quotas = new RedisQuotas(server.url(), "llm")) {
			Quota quota = quotas.of("acme:requests", 5);
			assertThat(taken(quota, 20)).isEqualTo(5);
			assertThat(this.log.list).hasSize(1);
			server.start();
			awaitShared(quota, 2);
		}
	}

	@Test
	void keysAreNamespacedHoldNoSecretAndExpire() {
		try (RedisServer server = RedisServer.started();
				RedisQuotas quotas = new RedisQuotas(server.url(), "shop");
				RedisQuotas others = new RedisQuotas(server.url(), "search")) {
			take(quotas.of("acme:requests", 5), 1);
			take(quotas.of("acme:requests", 50), 1);
			take(others.of("acme:requests", 5), 1);
			RedisClient client = RedisClient.create(server.url());
			try (StatefulRedisConnection<String, String> connection = client.connect()) {
				List<String> keys = connection.sync().keys("*");
				assertThat(keys).containsExactlyInAnyOrder("shop:limit:acme:requests:5", "shop:limit:acme:requests:50",
						"search:limit:acme:requests:5");
				assertThat(keys).allSatisfy((key) -> assertThat(connection.sync().pttl(key)).isBetween(1L, 125_000L));
			}
			finally {
				client.shutdown();
			}
		}
	}

	@Test
	void quotaOutlivesItsClient() {
		try (RedisServer server = RedisServer.started()) {
			RedisQuotas quotas = new RedisQuotas(server.url(), "llm");
			Quota quota = quotas.of("acme:requests", 5);
			take(quota, 1);
			quotas.close();
			assertThat(taken(quota, 20)).isBetween(4L, 9L);
			assertThat(this.log.list).isEmpty();
		}
	}

	@Test
	void wrongPasswordIsNotShown() {
		try (RedisServer server = RedisServer.started();
				RedisQuotas quotas = new RedisQuotas(
						"redis://:CANARY-wrong@127.0.0.1:" + server.port() + "?timeout=20s", "llm")) {
			assertThat(taken(quotas.of("acme:requests", 5), 20)).isEqualTo(5);
			assertThat(this.log.list).hasSize(1)
				.allSatisfy((event) -> assertThat(event.getFormattedMessage()).doesNotContain("CANARY"));
		}
	}

}
