package io.github.llmspring.credentials.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Secret;
import io.github.llmspring.wire.HttpCall;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SignedAuthorization} against what signed requests hold that the
 * services took: the recordings of crmne/ruby_llm keep the signed headers and the scope
 * and mask the key and the signature.
 */
class SignedAuthorizationTests {

	/**
	 * From the recording
	 * {@code chat_error_handling_with_bedrock_amazon_nova-2-lite-v1_0_raises_appropriate_auth_error}.
	 */
	@Test
	void requestToBedrockIsSignedAsTheRecordedOne() {
		HttpCall call = HttpCall.post("/model/us.amazon.nova-2-lite-v1:0/converse", Map.of(),
				bytes("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hello\"}]}],\"inferenceConfig\":{}}"),
				List.of());
		assertThat(headers("bedrock", "2026-04-02T11:23:06Z", call, "https://bedrock-runtime.us-west-2.amazonaws.com"))
			.containsEntry("x-amz-date", "20260402T112306Z")
			.containsEntry("x-amz-content-sha256", "011a5fda23d037906520eb46f0b03de19befe113b1faad6be1c4aec97bb86fee")
			.hasEntrySatisfying("Authorization",
					(authorization) -> assertThat(authorization)
						.startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260402/us-west-2/bedrock/aws4_request, "
								+ "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature="));
	}

	/**
	 * From the recording
	 * {@code providers_bedrock_mantle_signed_requests_reaches_the_mantle_endpoint_with_bedrock-mantle_credentials}.
	 */
	@Test
	void requestToBedrockMantleIsSignedAsTheRecordedOne() {
		HttpCall call = HttpCall.get("/v1/models");
		assertThat(headers("bedrock-mantle", "2026-09-09T12:16:32Z", call, "https://bedrock-mantle.us-west-2.api.aws"))
			.containsEntry("x-amz-date", "20260909T121632Z")
			.containsEntry("x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
			.hasEntrySatisfying("Authorization",
					(authorization) -> assertThat(authorization).startsWith(
							"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260909/us-west-2/bedrock-mantle/aws4_request, "
									+ "SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature="));
	}

	private static Map<String, String> headers(String service, String now, HttpCall call, String host) {
		SigningKey key = new SigningKey("AKIDEXAMPLE", Secret.of("s"), null);
		Map<String, String> headers = new LinkedHashMap<>();
		new SignedAuthorization(key, null, service, InstantSource.fixed(Instant.parse(now))).authorize(call,
				URI.create(host + call.path()), headers::put);
		return headers;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
