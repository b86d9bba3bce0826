package io.github.llmspring.wire;

import io.github.llmspring.LlmException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorRulesTests {

	@ParameterizedTest
	@CsvSource({ "400,INVALID_REQUEST", "401,AUTHENTICATION", "402,QUOTA_EXHAUSTED", "403,AUTHENTICATION",
			"404,INVALID_REQUEST", "405,INVALID_REQUEST", "408,SERVER_ERROR", "409,SERVER_ERROR", "413,INVALID_REQUEST",
			"415,INVALID_REQUEST", "422,INVALID_REQUEST", "429,RATE_LIMITED", "498,OVERLOADED", "499,INVALID_REQUEST",
			"500,SERVER_ERROR", "502,SERVER_ERROR", "503,OVERLOADED", "504,SERVER_ERROR", "520,SERVER_ERROR",
			"529,OVERLOADED" })
	void statusAloneGivesAReason(int status, Reason expected) {
		assertThat(ErrorRules.reason(status, "", false)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "400|invalid_api_key Incorrect key|AUTHENTICATION",
			"400|INVALID_ARGUMENT API key not valid. Please pass a valid API key.|AUTHENTICATION",
			"400|[{reason: API_KEY_INVALID}]|AUTHENTICATION",
			"400|invalid-argument Incorrect API key provided: xa***|AUTHENTICATION",
			"400|invalid_request_error Your credit balance is too low|QUOTA_EXHAUSTED",
			"403|billing_error|QUOTA_EXHAUSTED", "403|unsupported_country_region_territory|AUTHENTICATION",
			"400|content_filter ResponsibleAIPolicyViolation|CONTENT_FILTERED",
			"400|content_policy_violation|CONTENT_FILTERED", "400|model_not_found|MODEL_NOT_FOUND",
			"404|model_not_found The model `x` does not exist|MODEL_NOT_FOUND", "404|not_found_error x|MODEL_NOT_FOUND",
			"404|DeploymentNotFound The API deployment does not exist|MODEL_NOT_FOUND",
			"404|models/x is not found for API version v1beta|MODEL_NOT_FOUND", "404|Not Found|INVALID_REQUEST",
			"400|unsupported_parameter|INVALID_REQUEST", "429|insufficient_quota|QUOTA_EXHAUSTED",
			"429|You ran out of credits|QUOTA_EXHAUSTED", "429|see your billing page|QUOTA_EXHAUSTED",
			"429|GenerateRequestsPerDayPerProjectPerModel-FreeTier|QUOTA_EXHAUSTED", "429|limit: 0, m|QUOTA_EXHAUSTED",
			"429|limit: 05|RATE_LIMITED", "429|monthly quota|QUOTA_EXHAUSTED",
			"429|rate_limit_exceeded Rate limit reached, upgrade at https://example.org/settings/billing|RATE_LIMITED",
			"429|ThrottlingException Too many tokens, please wait before trying again.|RATE_LIMITED",
			"429|generate_content_paid_tier_input_token_count, limit: 1000000|RATE_LIMITED",
			"503|unavailable_error Loading model|OVERLOADED", "500|context length|SERVER_ERROR" })
	void wordsGiveTheExactReason(int status, String text, Reason expected) {
		assertThat(ErrorRules.reason(status, text, false)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "context_length_exceeded", "This model's maximum context length is 10 tokens",
			"exceeds the context window", "Too many tokens", "TOO_MANY_TOKENS",
			"prompt is too long: 3333404 tokens > 200000 maximum", "prompt too long; exceeded",
			"The input token count (5) exceeds the maximum number of tokens allowed", "Input Tokens Exceeded",
			"exceeds the maximum", "too_many_prompt_tokens", "The total length of all messages is too long.",
			"request (9 tokens) exceeds the available context size (8 tokens)" })
	void overflowOfTheContextIsTold(String text) {
		for (int status : new int[] { 400, 413, 422, 429 }) {
			assertThat(ErrorRules.reason(status, text, false)).as(status + " " + text)
				.isEqualTo(Reason.CONTEXT_TOO_LONG);
		}
	}

	@Test
	void hintToWaitMakesABillingTextAMatterOfWaiting() {
		String text = "You exceeded your current quota, please check your plan and billing details.";
		assertThat(ErrorRules.reason(429, text, true)).isEqualTo(Reason.RATE_LIMITED);
		assertThat(ErrorRules.reason(429, text, false)).isEqualTo(Reason.QUOTA_EXHAUSTED);
		assertThat(ErrorRules.reason(429, "PerDay " + text, true)).isEqualTo(Reason.QUOTA_EXHAUSTED);
	}

	@ParameterizedTest
	@CsvSource({ "invalid_request_error,400", "authentication_error,401", "permission_error,401", "not_found_error,404",
			"request_too_large,400", "rate_limit_error,429", "billing_error,429", "api_error,500", "timeout_error,500",
			"overloaded_error,529", "INVALID_ARGUMENT,400", "UNAUTHENTICATED,401", "PERMISSION_DENIED,401",
			"NOT_FOUND,404", "RESOURCE_EXHAUSTED,429", "INTERNAL,500", "UNAVAILABLE,529", "DEADLINE_EXCEEDED,500",
			"rate_limit_exceeded,429", "insufficient_quota,429", "context_length_exceeded,400", "content_filter,400",
			"invalid_api_key,401", "model_not_found,404", "server_error,500", "capacity_exceeded,529", "'',500",
			"invalid_prompt,400", "invalid_image_format,400", "image_too_large,400", "vector_store_timeout,400",
			"unsupported_image_media_type,400", "empty_image_file,400", "failed_to_download_image,400",
			"image_content_policy_violation,400", "image_file_not_found,404" })
	void codeStandsForAStatus(String code, int status) {
		assertThat(ErrorRules.statusOf(code, "")).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "insufficient_quota,QUOTA_EXHAUSTED", "billing_error,QUOTA_EXHAUSTED",
			"authentication_error,AUTHENTICATION", "context_length_exceeded,CONTEXT_TOO_LONG",
			"content_filter,CONTENT_FILTERED", "not_found_error,MODEL_NOT_FOUND", "model_not_found,MODEL_NOT_FOUND",
			"request_too_large,INVALID_REQUEST", "overloaded_error,OVERLOADED" })
	void codeWithoutAStatusHasTheReasonItHasWithOne(String code, Reason expected) {
		assertThat(ErrorRules.reason(ErrorRules.statusOf(code, ""), code, false)).isEqualTo(expected);
	}

}
