package io.github.llmspring.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleSupplier;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.CandidateState;
import org.jspecify.annotations.Nullable;

/**
 * Those that began soonest of late, by chance among those that are nearly as fast as the
 * best; whoever was never asked is as good as the best, so that it becomes known.
 *
 * @param health tells how fast candidates are
 * @param random gives numbers from 0 to 1, 1 excluded
 */
record BySpeed(CandidateHealth health, DoubleSupplier random) implements Preference {

	private static final double NEARLY = 1.5;

	@Override
	public List<Option> rank(List<Option> options, ChatRequest request) {
		List<Timed> timed = new ArrayList<>();
		options.forEach((option) -> timed.add(new Timed(option, nanos(option, request.streaming()))));
		long best = timed.stream().mapToLong(Timed::nanos).filter((nanos) -> nanos > 0).min().orElse(0);
		List<Option> fast = new ArrayList<>();
		List<Timed> slow = new ArrayList<>();
		for (Timed candidate : timed) {
			if (candidate.nanos() <= best * NEARLY) {
				fast.add(candidate.option());
			}
			else {
				slow.add(candidate);
			}
		}
		List<Option> ranked = new ArrayList<>(options.size());
		while (!fast.isEmpty()) {
			ranked.add(fast.remove((int) (this.random.getAsDouble() * fast.size())));
		}
		slow.sort(Comparator.comparingLong(Timed::nanos));
		slow.forEach((candidate) -> ranked.add(candidate.option()));
		return ranked;
	}

	private long nanos(Option option, boolean streaming) {
		CandidateState state = this.health.state(option.best().address());
		@Nullable Duration time = streaming ? state.timeToFirstEvent() : state.timeToAnswer();
		return (time != null) ? time.toNanos() : 0;
	}

	/**
	 * Option and its time, 0 where it is not known.
	 */
	private record Timed(Option option, long nanos) {
	}

}
