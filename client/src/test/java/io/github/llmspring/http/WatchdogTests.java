package io.github.llmspring.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Watchdog}, in virtual time.
 */
class WatchdogTests {

	private static final Timeouts TIMEOUTS = new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(60),
			Duration.ofSeconds(10), Duration.ofSeconds(600));

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<LlmException> alarms = new ArrayList<>();

	private Watchdog watchdog(Timeouts timeouts, Duration left) {
		Ticker ticker = new Ticker(this.time, () -> this.time.now(TimeUnit.NANOSECONDS));
		return new Watchdog(timeouts, left, ticker, this.alarms::add);
	}

	private Watchdog started() {
		Watchdog watchdog = watchdog(TIMEOUTS, TIMEOUTS.total());
		watchdog.start();
		return watchdog;
	}

	private void pass(int seconds) {
		this.time.advanceTimeBy(Duration.ofSeconds(seconds));
	}

	private void assertAlarm(Reason reason, String detail) {
		assertThat(this.alarms).hasSize(1);
		assertThat(this.alarms.get(0).reason()).isEqualTo(reason);
		assertThat(this.alarms.get(0).detail()).isEqualTo(detail);
	}

	@Test
	void streamThatDoesNotBeginIsReported() {
		started();
		pass(59);
		assertThat(this.alarms).isEmpty();
		pass(1);
		assertAlarm(Reason.TIMEOUT_FIRST_TOKEN, "the stream did not begin within 60 s");
	}

	@Test
	void bytesWithoutContentDoNotPutOffTheFirstContent() {
		Watchdog watchdog = started();
		for (int i = 0; i < 11; i++) {
			pass(5);
			watchdog.paused();
			watchdog.awaiting();
		}
		assertThat(this.alarms).isEmpty();
		pass(5);
		assertAlarm(Reason.TIMEOUT_FIRST_TOKEN, "the stream did not begin within 60 s");
	}

	@Test
	void timeInWhichNothingIsAskedForDoesNotCountTowardsTheFirstContent() {
		Watchdog watchdog = started();
		pass(50);
		watchdog.paused();
		pass(300);
		watchdog.awaiting();
		pass(9);
		assertThat(this.alarms).isEmpty();
		pass(51);
		assertAlarm(Reason.TIMEOUT_FIRST_TOKEN, "the stream did not begin within 60 s");
	}

	@Test
	void pausingTwiceIsPausingOnce() {
		Watchdog watchdog = started();
		watchdog.paused();
		pass(50);
		watchdog.paused();
		pass(50);
		watchdog.awaiting();
		pass(59);
		assertThat(this.alarms).isEmpty();
		pass(61);
		assertThat(this.alarms).hasSize(1);
	}

	@Test
	void streamThatFallsSilentIsReported() {
		Watchdog watchdog = started();
		watchdog.paused();
		watchdog.begun();
		watchdog.awaiting();
		pass(60);
		assertAlarm(Reason.TIMEOUT_IDLE, "the stream fell silent for 10 s");
	}

	@Test
	void silenceIsReportedLongBeforeTheFirstContentWouldHaveBeenDue() {
		Watchdog watchdog = started();
		pass(5);
		watchdog.paused();
		watchdog.begun();
		watchdog.awaiting();
		pass(9);
		assertThat(this.alarms).isEmpty();
		pass(1);
		assertAlarm(Reason.TIMEOUT_IDLE, "the stream fell silent for 10 s");
	}

	@Test
	void silenceCountsFromTheLastBytes() {
		Watchdog watchdog = watchdog(new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10),
				Duration.ofSeconds(600)), Duration.ofSeconds(600));
		watchdog.start();
		watchdog.paused();
		watchdog.begun();
		for (int i = 0; i < 30; i++) {
			watchdog.awaiting();
			pass(9);
			watchdog.paused();
		}
		assertThat(this.alarms).isEmpty();
		watchdog.awaiting();
		pass(9);
		assertThat(this.alarms).isEmpty();
		pass(1);
		assertAlarm(Reason.TIMEOUT_IDLE, "the stream fell silent for 10 s");
	}

	@Test
	void slowReaderIsNoSilentStream() {
		Watchdog watchdog = started();
		watchdog.begun();
		watchdog.paused();
		pass(500);
		assertThat(this.alarms).isEmpty();
	}

	@Test
	void timeOfTheCallCountsWhateverTheReaderDoes() {
		Watchdog watchdog = started();
		watchdog.begun();
		watchdog.paused();
		pass(599);
		assertThat(this.alarms).isEmpty();
		pass(1);
		assertAlarm(Reason.TIMEOUT_TOTAL, "the time for the call was up before the answer was whole");
	}

	@Test
	void timeThatIsLeftMayBeShorterThanTheFirstContentMayTake() {
		watchdog(TIMEOUTS, Duration.ofMillis(1500)).start();
		this.time.advanceTimeBy(Duration.ofMillis(1499));
		assertThat(this.alarms).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.alarms).extracting(LlmException::reason).containsExactly(Reason.TIMEOUT_TOTAL);
	}

	@Test
	void timeThatIsUpAlreadyIsReportedAtOnce() {
		watchdog(TIMEOUTS, Duration.ofSeconds(-5)).start();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.alarms).extracting(LlmException::reason).containsExactly(Reason.TIMEOUT_TOTAL);
	}

	@Test
	void partOfASecondIsToldInMilliseconds() {
		watchdog(new Timeouts(Duration.ofSeconds(1), Duration.ofMillis(1500), Duration.ofSeconds(10),
				Duration.ofSeconds(600)), Duration.ofSeconds(600))
			.start();
		pass(2);
		assertAlarm(Reason.TIMEOUT_FIRST_TOKEN, "the stream did not begin within 1500 ms");
	}

	@Test
	void durationsTooLongToCountMeanForever() {
		Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
		watchdog(new Timeouts(endless, endless, endless, endless), endless).start();
		this.time.advanceTimeBy(Duration.ofDays(1000));
		assertThat(this.alarms).isEmpty();
	}

	@Test
	void oneAlarmIsTheLast() {
		started();
		pass(60);
		pass(6000);
		assertThat(this.alarms).hasSize(1);
	}

	@Test
	void stoppedWatchdogIsSilent() {
		Watchdog watchdog = started();
		watchdog.stop();
		pass(6000);
		assertThat(this.alarms).isEmpty();
	}

	@Test
	void watchdogStoppedBeforeItStartsStaysSilent() {
		Watchdog watchdog = watchdog(TIMEOUTS, TIMEOUTS.total());
		watchdog.stop();
		watchdog.start();
		pass(6000);
		assertThat(this.alarms).isEmpty();
	}

}
