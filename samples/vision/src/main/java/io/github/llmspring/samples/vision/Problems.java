package io.github.llmspring.samples.vision;

import io.github.llmspring.LlmException;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.multipart.MaxUploadSizeExceededException;

/**
 * What goes wrong, as problems that say what to do. It comes before what Spring makes of
 * its own exceptions.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class Problems {

	@ExceptionHandler
	ProblemDetail tooLarge(MaxUploadSizeExceededException failure) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE,
				"The upload is larger than this application takes: send a smaller file, or raise "
						+ "spring.servlet.multipart.max-file-size and spring.servlet.multipart.max-request-size.");
	}

	@ExceptionHandler
	ProblemDetail unknownType(IllegalArgumentException failure) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.UNSUPPORTED_MEDIA_TYPE, failure.getMessage());
	}

	@ExceptionHandler
	ProblemDetail noAnswer(LlmException failure) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(failure.reason()), failure.getMessage());
		problem.setTitle("The model gave no answer");
		problem.setProperty("reason", failure.reason());
		return problem;
	}

	private static HttpStatus status(LlmException.Reason reason) {
		return switch (reason) {
			case UNSUPPORTED -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
			case INVALID_REQUEST, CONTENT_FILTERED, REFUSED -> HttpStatus.BAD_REQUEST;
			case MODEL_NOT_FOUND -> HttpStatus.NOT_FOUND;
			case CONTEXT_TOO_LONG -> HttpStatus.CONTENT_TOO_LARGE;
			default -> HttpStatus.BAD_GATEWAY;
		};
	}

}
