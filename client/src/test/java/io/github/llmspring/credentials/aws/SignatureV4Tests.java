package io.github.llmspring.credentials.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import io.github.llmspring.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SignatureV4}: the test vectors that AWS publishes, with the names they
 * have there.
 */
class SignatureV4Tests {

	private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");

	private static final SigningKey KEY = new SigningKey("AKIDEXAMPLE",
			Secret.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), null);

	private static final String NO_BODY = SignatureV4.hash(new byte[0]);

	@ParameterizedTest
	@CsvSource({
			"get-vanilla, GET, http://example.amazonaws.com/, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
			"get-vanilla without a path, GET, http://example.amazonaws.com, 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
			"get-vanilla-query-order-key-case, GET, http://example.amazonaws.com/?Param2=value2&Param1=value1, b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
			"get-utf8, GET, http://example.amazonaws.com/ሴ, 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
			"post-vanilla, POST, http://example.amazonaws.com/, 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b" })
	void published(String name, String method, String uri, String signature) {
		assertThat(signature().authorization(KEY, method, URI.create(uri), NO_BODY)).as(name)
			.isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
					+ "SignedHeaders=host;x-amz-date, Signature=" + signature);
	}

	@Test
	void postXWwwFormUrlencoded() {
		String body = SignatureV4.hash("Param1=value1".getBytes(StandardCharsets.UTF_8));
		assertThat(signature().header("Content-Type", "application/x-www-form-urlencoded")
			.authorization(KEY, "POST", URI.create("http://example.amazonaws.com/"), body))
			.endsWith("Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
	}

	@Test
	void postHeaderValueCase() {
		assertThat(signature().header("My-Header1", " VALUE1 ")
			.authorization(KEY, "POST", URI.create("http://example.amazonaws.com/"), NO_BODY))
			.endsWith("Signature=cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d");
	}

	@Test
	void pathIsSignedAsItIsSentAndEncodedOnceMore() {
		URI uri = URI
			.create("https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-v2%3A1/converse-stream");
		assertThat(signature().canonicalRequest("POST", uri, NO_BODY)).isEqualTo("""
				POST
				/model/anthropic.claude-v2%253A1/converse-stream

				host:example.amazonaws.com
				x-amz-date:20150830T123600Z

				host;x-amz-date
				""" + NO_BODY);
	}

	@Test
	void stringToSignNamesTimeAndScope() {
		assertThat(signature().toSign("x")).isEqualTo("""
				AWS4-HMAC-SHA256
				20150830T123600Z
				20150830/us-east-1/service/aws4_request
				2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881""");
	}

	private static SignatureV4 signature() {
		return new SignatureV4("us-east-1", "service", NOW).header("Host", "example.amazonaws.com")
			.header("X-Amz-Date", SignatureV4.time(NOW));
	}

}
