package io.github.llmspring.credentials.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import io.github.llmspring.Secret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SignatureV4}: the test vectors that AWS publishes, with the names they
 * have there, in awslabs/aws-c-auth under {@code tests/aws-signing-test-suite/v4}.
 * <p>
 * Vectors that do not apply: normalised paths ({@code get-relative-normalized} and the
 * like), since a path is signed as it is sent; {@code get-space}, since no URI holds a
 * space; headers that repeat or span lines, since each signed header is the signer's own;
 * signatures in the query; {@code v4a}.
 */
class SignatureV4Tests {

	private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");

	private static final SigningKey KEY = new SigningKey("AKIDEXAMPLE",
			Secret.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), null);

	private static final String NO_BODY = SignatureV4.hash(new byte[0]);

	private static final String UNRESERVED = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	/**
	 * Token of the vectors about temporary credentials.
	 */
	private static final String TOKEN = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwA"
			+ "eMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT"
			+ "7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yj"
			+ "c8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					get-vanilla                          | GET  | /                       | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
					get-vanilla, nothing after the host  | GET  |                         | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
					get-vanilla-query-order-key-case     | GET  | /?Param2=value2&Param1=value1 | b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500
					get-vanilla-query-order-encoded      | GET  | /?Param-3=Value3&Param=Value2&%E1%88%B4=Value1 | 371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac
					get-vanilla-empty-query-key          | GET  | /?Param1=value1         | a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb
					get-vanilla-query-unreserved         | GET  | /?UNRESERVED=UNRESERVED | 9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197
					get-vanilla-utf8-query               | GET  | /?%E1%88%B4=bar         | 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04
					get-unreserved                       | GET  | /UNRESERVED             | 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f
					get-utf8                             | GET  | /ሴ                      | 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85
					get-relative-unnormalized            | GET  | /example/..             | eca7ead57bb5aa5c8e28007acd4ff04e1ff9a0ff3b237ec1554a184887ff9282
					get-relative-relative-unnormalized   | GET  | /example1/example2/../.. | dc33e0856fd4baca4d7aa2146c38958283844764f38c74252a333df5e613003b
					get-slash-dot-slash-unnormalized     | GET  | /./                     | 68714168e6557f8f2de0ef956fc24dc2593a4bd2961f8df51898d8a134695145
					get-slash-pointless-dot-unnormalized | GET  | /./example              | beb03f223f7deae4146464f06e29eebbee9c8afbe15c290cf07aa8b119e14cff
					get-slash-unnormalized               | GET  | //                      | c88bcd3d312d75078c0cd961d6deae3f4c754924b01669efcfcb439fd5e5b76e
					get-slashes-unnormalized             | GET  | //example//             | 87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5
					post-vanilla                         | POST | /                       | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b
					post-vanilla-query                   | POST | /?Param1=value1         | 28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11
					""")
	void published(String name, String method, @Nullable String path, String signature) {
		String sent = (path != null) ? path.replace("UNRESERVED", UNRESERVED) : "";
		assertThat(signature().authorization(KEY, method, uri(sent), NO_BODY))
			.isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
					+ "SignedHeaders=host;x-amz-date, Signature=" + signature);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					post-header-key-sort           | POST | My-Header1           | value1        | c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c
					post-header-value-case         | POST | My-Header1           | VALUE1        | cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d
					get-vanilla-with-session-token | GET  | X-Amz-Security-Token | 6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267 | 07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8
					post-sts-header-before         | POST | X-Amz-Security-Token | TOKEN         | 85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead
					""")
	void publishedWithAHeader(String name, String method, String header, String value, String signature) {
		assertThat(signature().header(header, value.equals("TOKEN") ? TOKEN : value)
			.authorization(KEY, method, uri("/"), NO_BODY)).endsWith("Signature=" + signature);
	}

	/**
	 * The vector {@code get-header-value-trim}.
	 */
	@Test
	void valuesOfHeadersAreTrimmed() {
		assertThat(signature().header("My-Header1", " value1")
			.header("My-Header2", " \"a   b   c\"")
			.authorization(KEY, "GET", uri("/"), NO_BODY))
			.endsWith("SignedHeaders=host;my-header1;my-header2;x-amz-date, "
					+ "Signature=acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
	}

	/**
	 * The vector {@code post-x-www-form-urlencoded}.
	 */
	@Test
	void bodyIsSigned() {
		String body = SignatureV4.hash("Param1=value1".getBytes(StandardCharsets.UTF_8));
		SignatureV4 signature = signature().header("Content-Type", "application/x-www-form-urlencoded")
			.header("Content-Length", "13")
			.header("X-Amz-Content-Sha256", body);
		assertThat(signature.canonicalRequest("POST", uri("/"), body)).isEqualTo("""
				POST
				/

				content-length:13
				content-type:application/x-www-form-urlencoded
				host:example.amazonaws.com
				x-amz-content-sha256:9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e
				x-amz-date:20150830T123600Z

				content-length;content-type;host;x-amz-content-sha256;x-amz-date
				9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e""");
		assertThat(signature.authorization(KEY, "POST", uri("/"), body))
			.endsWith("Signature=d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b");
	}

	/**
	 * The vector {@code get-vanilla} again.
	 */
	@Test
	void stringToSignNamesTimeAndScope() {
		assertThat(signature().toSign(signature().canonicalRequest("GET", uri("/"), NO_BODY))).isEqualTo("""
				AWS4-HMAC-SHA256
				20150830T123600Z
				20150830/us-east-1/service/aws4_request
				bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63""");
	}

	@Test
	void pathIsSignedAsItIsSentAndEncodedOnceMore() {
		URI uri = URI
			.create("https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-v2%3A1/converse-stream");
		assertThat(signature().canonicalRequest("POST", uri, NO_BODY))
			.startsWith("POST\n/model/anthropic.claude-v2%253A1/converse-stream\n\nhost:");
	}

	private static URI uri(String path) {
		return URI.create("http://example.amazonaws.com" + path);
	}

	private static SignatureV4 signature() {
		return new SignatureV4("us-east-1", "service", NOW).header("Host", "example.amazonaws.com")
			.header("X-Amz-Date", SignatureV4.time(NOW));
	}

}
