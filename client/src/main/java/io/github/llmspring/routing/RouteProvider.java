package io.github.llmspring.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.catalog.Models;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.time.TimeoutScheduler;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Route as a provider: asks one of its candidates, and another one where that fails
 * before its first event and another one may do better.
 */
final class RouteProvider implements ChatProvider {

	private final RouteGroup group;

	private final CandidateHealth health;

	private final Models models;

	private final Scheduler scheduler;

	RouteProvider(RouteGroup group, CandidateHealth health, Models models) {
		this(group, health, models, TimeoutScheduler.SHARED);
	}

	RouteProvider(RouteGroup group, CandidateHealth health, Models models, Scheduler scheduler) {
		this.group = group;
		this.health = health;
		this.models = models;
		this.scheduler = scheduler;
	}

	RouteGroup group() {
		return this.group;
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		return Flux.defer(() -> {
			Route route = this.group.route();
			Admission admission = Admission.of(request);
			Fitness fitness = Fitness.of(request, this.models);
			RoutePlan plan = RoutePlan.of(this.group, this.health, admission, fitness, request);
			if (plan.isEmpty()) {
				throw noneLeft(admission, fitness);
			}
			return new RouteFlux(
					new RouteCall(route, plan, request, deadline(request, route.timeout()), this.scheduler));
		});
	}

	private LlmException noneLeft(Admission admission, Fitness fitness) {
		List<RouteCandidate> admitted = this.group.candidates().stream().filter(admission::admits).toList();
		String name = this.group.route().name();
		return admitted.isEmpty() ? admission.noneLeft(name, this.group.candidates())
				: fitness.noneLeft(name, admitted);
	}

	private static Instant deadline(ChatRequest request, Duration timeout) {
		Instant latest = Instant.now().plus(timeout);
		Instant asked = request.deadline();
		return (asked != null && asked.isBefore(latest)) ? asked : latest;
	}

}
