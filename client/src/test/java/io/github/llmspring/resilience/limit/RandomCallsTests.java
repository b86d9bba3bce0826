package io.github.llmspring.resilience.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what holds for any calls: no limit is ever exceeded, nobody is overtaken, and
 * everything taken is returned.
 */
class RandomCallsTests {

	/**
	 * Tokens that a call takes before it is sent.
	 */
	private static final int RESERVED = 100;

	@Property(tries = 100, shrinking = ShrinkingMode.OFF)
	void limitsHoldAndEverythingIsReturned(@ForAll long seed) {
		Random random = new Random(seed);
		int requests = 5 + random.nextInt(60);
		int tokens = 500 + random.nextInt(10_000);
		int places = 1 + random.nextInt(8);
		Limited limited = new Limited((long) requests, (long) tokens, places, Duration.ofMillis(random.nextInt(20_000)),
				false);
		List<Limited.Call> calls = new ArrayList<>();
		List<Long> begun = new ArrayList<>();
		for (int step = 0; step < 400; step++) {
			act(random, limited, calls);
			while (begun.size() < limited.service.exchanges().size()) {
				begun.add(limited.now().toEpochMilli());
			}
			assertThat(limited.service.mostAtOnce()).isLessThanOrEqualTo(places);
			assertThat(limited.provider.line().occupied()).isBetween(0, places);
			assertBucketHolds(begun, requests);
		}
		assertThat(begun).isNotEmpty();
		assertNobodyIsOvertaken(limited);
		endEverything(limited, calls);
		assertEverythingIsReturned(limited, requests);
	}

	/**
	 * What a call takes before it is sent is there: what was used until then and what
	 * others under way may use is no more than the bucket held and what came in.
	 */
	@Property(tries = 100)
	void tokensAreNeverSpentTwice(@ForAll @IntRange(min = 100, max = 2_000) int tokens,
			@ForAll List<@IntRange(max = 6_000) Integer> steps, @ForAll Random random) {
		Limited limited = new Limited(null, (long) tokens, null, Duration.ofMinutes(5), false);
		Map<FakeService.Exchange, Integer> used = new HashMap<>();
		int seen = 0;
		for (int step : steps) {
			limited.call("m");
			limited.pass(step);
			List<FakeService.Exchange> exchanges = List.copyOf(limited.service.exchanges());
			if (exchanges.size() > seen) {
				seen = exchanges.size();
				double spent = exchanges.stream().mapToInt((each) -> used.getOrDefault(each, RESERVED)).sum();
				double held = tokens + limited.now().toEpochMilli() * tokens / 60_000.0;
				assertThat(spent).isLessThanOrEqualTo(held + 1);
			}
			exchanges.stream().filter((each) -> !each.isOver() && random.nextBoolean()).forEach((each) -> {
				int count = random.nextInt(RESERVED + 1);
				used.put(each, count);
				each.answer(count);
			});
		}
	}

	private static void act(Random random, Limited limited, List<Limited.Call> calls) {
		List<FakeService.Exchange> open = limited.service.exchanges()
			.stream()
			.filter((exchange) -> !exchange.isOver())
			.toList();
		switch (random.nextInt(6)) {
			case 0, 1 -> calls.add(limited.call(String.valueOf(calls.size())));
			case 2 -> limited.pass(random.nextInt(4_000));
			case 3 -> {
				if (!calls.isEmpty()) {
					calls.get(random.nextInt(calls.size())).cancel();
				}
			}
			default -> {
				if (!open.isEmpty()) {
					end(random, open.get(random.nextInt(open.size())));
				}
			}
		}
	}

	private static void end(Random random, FakeService.Exchange exchange) {
		switch (random.nextInt(5)) {
			case 0 -> exchange.answer();
			case 1 -> exchange.fail(LlmException.of(Reason.CONNECTION, "broken"));
			case 2 -> exchange.fail(LlmException.builder(Reason.RATE_LIMITED, "too fast").status(429).build());
			case 3 -> exchange.say("a piece");
			default -> exchange.answer(random.nextInt(400));
		}
	}

	/**
	 * From any request on, no more than the bucket holds and what comes in meanwhile.
	 */
	private static void assertBucketHolds(List<Long> begun, int requests) {
		if (begun.isEmpty()) {
			return;
		}
		int last = begun.size() - 1;
		for (int first = 0; first <= last; first++) {
			double refilled = (begun.get(last) - begun.get(first)) * requests / 60_000.0;
			assertThat(last - first + 1).isLessThanOrEqualTo((int) Math.floor(requests + refilled + 1e-6 + 1));
		}
	}

	private static void assertNobodyIsOvertaken(Limited limited) {
		List<Integer> order = limited.service.asked().stream().map(Integer::valueOf).toList();
		assertThat(order).isSorted();
	}

	private static void endEverything(Limited limited, List<Limited.Call> calls) {
		for (int i = 0; i < 1_000 && !calls.stream().allMatch(RandomCallsTests::isOver); i++) {
			List.copyOf(limited.service.exchanges())
				.stream()
				.filter((exchange) -> !exchange.isOver())
				.forEach(FakeService.Exchange::answer);
			limited.pass(1_000);
		}
		assertThat(calls).allMatch(RandomCallsTests::isOver);
	}

	private static boolean isOver(Limited.Call call) {
		return call.complete || call.failure != null || call.isDisposed();
	}

	private static void assertEverythingIsReturned(Limited limited, int requests) {
		assertThat(limited.provider.line().occupied()).isZero();
		assertThat(limited.provider.line().waiting()).isZero();
		limited.pass(TimeUnit.HOURS.toMillis(3));
		int before = limited.service.exchanges().size();
		for (int i = 0; i < requests; i++) {
			limited.call("again");
			assertThat(limited.service.exchanges()).hasSize(before + i + 1);
			limited.service.last().fail(LlmException.builder(Reason.RATE_LIMITED, "no tokens").status(429).build());
		}
		assertThat(limited.provider.line().occupied()).isZero();
	}

	@Test
	void manyThreadsNeverExceedTheLimitAndLoseNoPlace() throws InterruptedException {
		int callers = 4;
		int each = 500;
		AtomicInteger underWay = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		ChatProvider service = (request) -> Flux.defer(() -> {
			most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
			return Mono.delay(Duration.ofNanos(ThreadLocalRandom.current().nextInt(100_000)))
				.<ChatEvent>handle((tick, sink) -> {
					underWay.decrementAndGet();
					if (request.model() == null) {
						sink.error(LlmException.of(Reason.OVERLOADED, "busy"));
					}
					else {
						sink.next(new ChatEvent.Completed(ChatResponse.builder().build()));
					}
				})
				.doOnCancel(underWay::decrementAndGet)
				.flux();
		});
		RateLimitedProvider limited = new RateLimitedProvider("acme", service,
				new RateLimitSettings(1_000_000L, 1_000_000_000L, 3, Duration.ofMinutes(1), false, 0), Quotas.local(),
				(message) -> 1);
		CountDownLatch over = new CountDownLatch(callers * each);
		List<Throwable> unexpected = Collections.synchronizedList(new ArrayList<>());
		List<Thread> threads = new ArrayList<>();
		for (int caller = 0; caller < callers; caller++) {
			Thread thread = new Thread(() -> {
				for (int i = 0; i < each; i++) {
					call(limited, i, over, unexpected);
				}
			});
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join(30_000);
		}
		assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(unexpected).isEmpty();
		assertThat(most.get()).isBetween(2, 3);
		assertThat(limited.line().waiting()).isZero();
		assertThat(limited.line().occupied()).isZero();
	}

	private static void call(RateLimitedProvider limited, int number, CountDownLatch over, List<Throwable> unexpected) {
		ChatRequest request = ChatRequest.builder().model((number % 7 == 0) ? null : "m").build();
		Disposable subscription = limited.send(request).doOnError((failure) -> {
			if (number % 7 != 0) {
				unexpected.add(failure);
			}
		}).onErrorComplete().doFinally((signal) -> over.countDown()).subscribe();
		if (number % 5 == 0) {
			subscription.dispose();
		}
	}

}
