package io.github.llmspring.budget.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Cost;
import io.github.llmspring.EmbeddingOptions;
import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.EmbeddingRequest;
import io.github.llmspring.EmbeddingResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Usage;
import io.github.llmspring.budget.Budget;
import io.github.llmspring.budget.BudgetPeriod;
import io.github.llmspring.budget.BudgetSharing.Others;
import io.github.llmspring.budget.BudgetSharing.Own;
import io.github.llmspring.budget.BudgetedEmbeddings;
import io.github.llmspring.budget.BudgetedProvider;
import io.github.llmspring.budget.Budgets;
import io.github.llmspring.budget.CostProvider;
import io.github.llmspring.budget.Pricing;
import io.github.llmspring.resilience.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisBudgets} with a real Redis.
 */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedisBudgetsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private static final Instant SINCE = BudgetPeriod.MONTH.begin(Instant.now());

	private static final Budget DOLLAR = new Budget("nightly", Cost.usd("1"), BudgetPeriod.MONTH,
			Budget.Scope.EVERYTHING, Budget.WhenSpent.REJECT);

	private final Logger logger = (Logger) LoggerFactory.getLogger(RedisBudgets.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final AtomicInteger sent = new AtomicInteger();

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

	/**
	 * An application whose calls cost three cents each.
	 */
	private final class Application {

		private final Budgets budgets;

		private final ChatProvider provider;

		private final EmbeddingProvider vectors;

		Application(RedisBudgets sharing) {
			Pricing pricing = (address, usage) -> Cost.usd("0.03");
			this.budgets = Budgets.of(List.of(DOLLAR), pricing, (message) -> 1, sharing, (warning) -> {
			});
			ChatProvider slow = (request) -> Mono.delay(Duration.ofMillis(3)).<ChatEvent>map((tick) -> {
				RedisBudgetsTests.this.sent.incrementAndGet();
				return new ChatEvent.Completed(
						ChatResponse.builder().usage(new Usage(1L, 0L, 0L, 1L, 0L, Map.of())).build());
			}).flux();
			CostProvider priced = new CostProvider("acme", slow, pricing, List.of(this.budgets), (message) -> 1);
			this.provider = new BudgetedProvider("acme", priced, this.budgets);
			this.vectors = new BudgetedEmbeddings("acme", priced.around((request) -> {
				EmbeddingResponse made = new EmbeddingResponse(List.of(new float[] { 1 }), "e", "acme",
						new Usage(1L, null, null, null, null, Map.of()), List.of());
				return Mono.delay(Duration.ofMillis(3)).map((tick) -> {
					RedisBudgetsTests.this.sent.incrementAndGet();
					return made;
				});
			}), this.budgets);
		}

		/**
		 * Requests for vectors that are answered of many that fifty callers make.
		 */
		Mono<Long> embedders(int calls) {
			EmbeddingRequest request = new EmbeddingRequest(List.of("a"), "e", EmbeddingOptions.NONE);
			return Flux.range(0, calls)
				.flatMap((number) -> this.vectors.embed(request)
					.onErrorResume(Application::isSpent, (failure) -> Mono.empty()), 50)
				.count();
		}

		private static boolean isSpent(Throwable failure) {
			return failure instanceof LlmException known && known.reason() == Reason.BUDGET_EXCEEDED;
		}

		/**
		 * Calls that are answered of many that fifty callers make.
		 */
		Mono<Long> callers(int calls) {
			return Flux.range(0, calls).flatMap((number) -> call(), 50).count();
		}

		Flux<ChatEvent> call() {
			return this.provider.send(ChatRequest.builder().model("m").build())
				.onErrorResume(Application::isSpent, (failure) -> Flux.empty());
		}

		Cost spent() {
			return this.budgets.states().get(0).spent();
		}

	}

	@Test
	void twoApplicationsWithFiftyCallersEachSpendADollarAndOneCallMoreAtMost() {
		try (RedisServer server = RedisServer.started();
				RedisBudgets one = new RedisBudgets(server.url(), "llm");
				RedisBudgets other = new RedisBudgets(server.url(), "llm")) {
			Application first = new Application(one);
			Application second = new Application(other);
			long answered = Mono.zip(first.callers(150), second.callers(150), Long::sum).block(PATIENCE);
			// 34 calls cost 1.02 dollars
			assertThat(answered).isEqualTo(34).isEqualTo(this.sent.get());
			assertThat(first.callers(1).block(PATIENCE)).isZero();
			assertThat(second.callers(1).block(PATIENCE)).isZero();
			assertThat(this.log.list).isEmpty();
		}
	}

	@Test
	void vectorsOfOneApplicationAndAnswersOfAnotherSpendOneBudget() {
		try (RedisServer server = RedisServer.started();
				RedisBudgets one = new RedisBudgets(server.url(), "llm");
				RedisBudgets other = new RedisBudgets(server.url(), "llm")) {
			Application embedding = new Application(one);
			Application answering = new Application(other);
			long answered = Mono.zip(embedding.embedders(150), answering.callers(150), Long::sum).block(PATIENCE);
			assertThat(answered).isEqualTo(34).isEqualTo(this.sent.get());
			assertThat(embedding.embedders(1).block(PATIENCE)).isZero();
		}
	}

	@Test
	void whatWasSpentBeforeARestartStaysSpent() {
		try (RedisServer server = RedisServer.started()) {
			try (RedisBudgets sharing = new RedisBudgets(server.url(), "llm")) {
				assertThat(new Application(sharing).callers(20).block(PATIENCE)).isEqualTo(20);
				awaitSpent(server, "0.6");
			}
			try (RedisBudgets sharing = new RedisBudgets(server.url(), "llm")) {
				Application restarted = new Application(sharing);
				assertThat(restarted.callers(100).block(PATIENCE)).isEqualTo(14);
				assertThat(restarted.spent()).isEqualTo(Cost.usd("1.02"));
			}
		}
	}

	/**
	 * Waits until Redis knows of an amount.
	 */
	private static void awaitSpent(RedisServer server, String dollars) {
		try (RedisBudgets observer = new RedisBudgets(server.url(), "llm")) {
			Long known = Flux.interval(Duration.ZERO, Duration.ofMillis(20))
				.onBackpressureDrop()
				.concatMap((tick) -> Mono.fromFuture(() -> observer.tell(DOLLAR, SINCE, new Own(1, 0, 0, 0))))
				.map(Others::spent)
				.takeUntil((spent) -> spent == Cost.usd(dollars).amount().movePointRight(9).longValue())
				.blockLast(PATIENCE);
			assertThat(known).isNotNull();
		}
	}

	@Test
	void whileRedisIsAwayEachKeepsToTheBudgetAloneAndSaysSoOnce() {
		try (RedisServer server = RedisServer.started();
				RedisBudgets one = new RedisBudgets(server.url(), "llm");
				RedisBudgets other = new RedisBudgets(server.url(), "llm")) {
			Application first = new Application(one);
			Application second = new Application(other);
			assertThat(first.callers(10).block(PATIENCE)).isEqualTo(10);
			awaitSpent(server, "0.3");
			assertThat(second.callers(1).block(PATIENCE)).isEqualTo(1);
			server.kill();
			assertThat(first.callers(100).block(PATIENCE)).isBetween(23L, 24L);
			assertThat(second.callers(100).block(PATIENCE)).isEqualTo(23);
			assertThat(this.log.list).hasSize(2).allSatisfy((event) -> {
				assertThat(event.getLevel()).isEqualTo(Level.WARN);
				assertThat(event.getFormattedMessage())
					.startsWith("Redis at 127.0.0.1:" + server.port() + " does not answer (")
					.endsWith("): until it does, the budgets of llm.budgets hold for this application alone.");
			});
			server.start();
			Flux.interval(Duration.ofMillis(100))
				.takeUntil((tick) -> first.spent().equals(second.spent())
						&& first.spent().amount().compareTo(Cost.usd("1.7").amount()) > 0)
				.blockLast(PATIENCE);
			assertThat(this.log.list).hasSize(4)
				.last()
				.satisfies((event) -> assertThat(event.getFormattedMessage())
					.endsWith(" answers again: the budgets of llm.budgets are shared again."));
		}
	}

	@Test
	void whatAnApplicationReservedIsForgottenWhenItIsNotHeardOfAnyMore() {
		try (RedisServer server = RedisServer.started(); RedisBudgets sharing = new RedisBudgets(server.url(), "llm")) {
			String key = "llm:budget:nightly:month:" + SINCE;
			long longAgo = Instant.now().getEpochSecond() - 31;
			set(server, key, Map.of("s:dead", "400000000", "r:dead", "900000000", "t:dead", "" + longAgo));
			set(server, key, Map.of("s:alive", "100000000", "r:alive", "200000000", "t:alive", "" + (longAgo + 31)));
			Others others = sharing.tell(DOLLAR, SINCE, new Own(1, 0, 300_000_000, 300_000_000)).join();
			assertThat(others).isEqualTo(new Others(true, 500_000_000, 200_000_000));
			assertThat(sharing.tell(DOLLAR, SINCE, new Own(2, 0, 600_000_000, 300_000_000)).join().granted()).isFalse();
		}
	}

	@Test
	void olderMessageThatComesLaterChangesNothing() {
		try (RedisServer server = RedisServer.started();
				RedisBudgets sharing = new RedisBudgets(server.url(), "llm");
				RedisBudgets observer = new RedisBudgets(server.url(), "llm")) {
			sharing.tell(DOLLAR, SINCE, new Own(7, 500, 20, 0)).join();
			sharing.tell(DOLLAR, SINCE, new Own(6, 100, 90, 0)).join();
			assertThat(observer.tell(DOLLAR, SINCE, new Own(1, 0, 0, 0)).join()).isEqualTo(new Others(true, 500, 20));
		}
	}

	private static void set(RedisServer server, String key, Map<String, String> fields) {
		RedisClient client = RedisClient.create(server.url());
		try (StatefulRedisConnection<String, String> connection = client.connect()) {
			connection.sync().hset(key, fields);
		}
		finally {
			client.shutdown();
		}
	}

	@Test
	void keysAreNamespacedAndExpireAfterThePeriod() {
		try (RedisServer server = RedisServer.started();
				RedisBudgets sharing = new RedisBudgets(server.url(), "shop")) {
			sharing.tell(DOLLAR, SINCE, new Own(1, 5, 0, 0)).join();
			RedisClient client = RedisClient.create(server.url());
			try (StatefulRedisConnection<String, String> connection = client.connect()) {
				assertThat(connection.sync().keys("*")).containsExactly("shop:budget:nightly:month:" + SINCE);
				assertThat(connection.sync().ttl("shop:budget:nightly:month:" + SINCE))
					.isBetween(Duration.ofDays(1).toSeconds(), Duration.ofDays(34).toSeconds());
			}
			finally {
				client.shutdown();
			}
		}
	}

}
