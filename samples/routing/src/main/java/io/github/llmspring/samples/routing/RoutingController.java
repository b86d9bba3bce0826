package io.github.llmspring.samples.routing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.health.BreakerState;
import io.github.llmspring.health.CandidateHealth;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Asks the route, tells how it went, and kills services.
 */
@RestController
class RoutingController {

	private final ChatClient client;

	private final List<Service> services;

	private final CandidateHealth health;

	private final Stories stories;

	RoutingController(ChatClient client, List<Service> services, CandidateHealth health, Stories stories) {
		this.client = client;
		this.services = services;
		this.health = health;
		this.stories = stories;
	}

	@PostMapping("/questions")
	Story ask(@RequestBody Question question) {
		long begun = System.nanoTime();
		try {
			Story story = Story.of(this.client.prompt(question.question()).call(), since(begun));
			this.stories.tell(story);
			return story;
		}
		catch (LlmException ex) {
			this.stories.tell(Story.of(ex, since(begun)));
			throw ex;
		}
	}

	private static Duration since(long begun) {
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	/**
	 * Begins with a comment, since nothing is sent before the first event, not even that
	 * the connection is there.
	 */
	@GetMapping(path = "/stories", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Story>> stories() {
		ServerSentEvent<Story> listening = ServerSentEvent.<Story>builder().comment("listening").build();
		return Flux.merge(this.stories.told().map((story) -> ServerSentEvent.builder(story).build()),
				Flux.just(listening));
	}

	@GetMapping("/services")
	List<State> services() {
		return this.services.stream().map(this::state).toList();
	}

	@PostMapping("/services/{id}/kill")
	State kill(@PathVariable String id) {
		Service service = service(id);
		service.kill();
		return state(service);
	}

	@PostMapping("/services/{id}/revive")
	State revive(@PathVariable String id) {
		Service service = service(id);
		service.revive();
		return state(service);
	}

	private Service service(String id) {
		return this.services.stream()
			.filter((service) -> service.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No service is called '" + id
					+ "'. There are: " + String.join(", ", this.services.stream().map(Service::id).toList()) + "."));
	}

	private State state(Service service) {
		List<Breaker> breakers = this.health.states()
			.stream()
			.filter((state) -> state.address().provider().equals(service.id()))
			.map((state) -> new Breaker(state.address().model(), state.breaker()))
			.toList();
		return new State(service.id(), service.failureRate(), service.isKilled(), breakers);
	}

	@ExceptionHandler
	ProblemDetail failed(LlmException failure) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, failure.getMessage());
		problem.setTitle("No model gave an answer");
		problem.setProperty("reason", failure.reason());
		return problem;
	}

	/**
	 * What a user asks.
	 */
	record Question(String question) {

		Question {
			Objects.requireNonNull(question, "'question' must not be null");
		}

	}

	/**
	 * How a service is.
	 *
	 * @param id its name
	 * @param failureRate the share of its calls that fail
	 * @param killed whether it cannot be reached
	 * @param breakers the circuit breakers of those of its models that were asked
	 */
	record State(String id, double failureRate, boolean killed, List<Breaker> breakers) {
	}

	/**
	 * How the circuit breaker of a model is.
	 */
	record Breaker(@Nullable String model, BreakerState state) {
	}

}
