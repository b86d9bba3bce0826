package io.github.llmspring.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.llmspring.ChatRequest;
import io.github.llmspring.health.CandidateHealth;

/**
 * The fewest calls under way, as listed where there are as many.
 *
 * @param health tells how busy candidates are
 */
record ByLoad(CandidateHealth health) implements Preference {

	@Override
	public List<Option> rank(List<Option> options, ChatRequest request) {
		List<Busy> busy = new ArrayList<>();
		options.forEach((option) -> busy.add(new Busy(option, this.health.state(option.best().address()).inFlight())));
		return busy.stream().sorted(Comparator.comparingInt(Busy::calls)).map(Busy::option).toList();
	}

	/**
	 * Calls as they were when all were looked at: they change while options are compared.
	 */
	private record Busy(Option option, int calls) {
	}

}
