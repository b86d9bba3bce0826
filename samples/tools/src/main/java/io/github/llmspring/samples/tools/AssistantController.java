package io.github.llmspring.samples.tools;

import java.util.Objects;

import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers questions of travellers.
 */
@RestController
class AssistantController {

	private final ChatClient client;

	private final Weather weather;

	private final Distances distances;

	AssistantController(ChatClient client, Weather weather, Distances distances) {
		this.client = client;
		this.weather = weather;
		this.distances = distances;
	}

	@PostMapping("/assistant")
	Answer assistant(@RequestBody Question question) {
		return Answer.of(this.client.prompt(question.question())
			.system("You help travellers. Look up what the tools know, and keep to it.")
			.tools(this.weather, this.distances)
			.call(Advice.class));
	}

	@ExceptionHandler
	ProblemDetail failed(LlmException failure) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, failure.getMessage());
		problem.setTitle("The model gave no answer");
		problem.setProperty("reason", failure.reason());
		return problem;
	}

	/**
	 * What a traveller asks.
	 */
	record Question(String question) {

		Question {
			Objects.requireNonNull(question, "'question' must not be null");
		}

	}

}
