package io.github.llmspring.samples.chat;

import java.time.Duration;

import io.github.llmspring.LlmException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Failed calls as problems that a program can read.
 */
@RestControllerAdvice
class Problems {

	@ExceptionHandler
	ResponseEntity<ProblemDetail> failed(LlmException failure) {
		ProblemDetail problem = problem(failure);
		HttpHeaders headers = new HttpHeaders();
		Duration wait = failure.retryAfter();
		if (wait != null) {
			headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, wait.toSeconds())));
		}
		return new ResponseEntity<>(problem, headers, problem.getStatus());
	}

	static ProblemDetail problem(LlmException failure) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(failure.reason()), failure.getMessage());
		problem.setTitle("The model gave no answer");
		problem.setProperty("reason", failure.reason());
		problem.setProperty("provider", failure.provider());
		problem.setProperty("upstreamStatus", failure.status());
		problem.setProperty("requestId", failure.requestId());
		problem.setProperty("retryAfter", seconds(failure.retryAfter()));
		return problem;
	}

	private static @Nullable Double seconds(@Nullable Duration duration) {
		return (duration != null) ? duration.toMillis() / 1000.0 : null;
	}

	private static HttpStatus status(LlmException.Reason reason) {
		return switch (reason) {
			case INVALID_REQUEST, UNSUPPORTED, CONTENT_FILTERED, REFUSED -> HttpStatus.BAD_REQUEST;
			case CONVERSATION_CONFLICT -> HttpStatus.CONFLICT;
			case CONVERSATION_STORE -> HttpStatus.INTERNAL_SERVER_ERROR;
			case MODEL_NOT_FOUND -> HttpStatus.NOT_FOUND;
			case CONTEXT_TOO_LONG -> HttpStatus.CONTENT_TOO_LARGE;
			case RATE_LIMITED, RATE_LIMITED_LOCALLY, BUDGET_EXCEEDED -> HttpStatus.TOO_MANY_REQUESTS;
			case OVERLOADED, CANCELLED -> HttpStatus.SERVICE_UNAVAILABLE;
			case TIMEOUT_CONNECT, TIMEOUT_FIRST_TOKEN, TIMEOUT_IDLE, TIMEOUT_TOTAL -> HttpStatus.GATEWAY_TIMEOUT;
			default -> HttpStatus.BAD_GATEWAY;
		};
	}

}
