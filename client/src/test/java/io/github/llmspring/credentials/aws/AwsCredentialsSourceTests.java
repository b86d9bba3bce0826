package io.github.llmspring.credentials.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.credentials.CredentialsSettings;
import io.github.llmspring.credentials.CredentialsSources;
import io.github.llmspring.credentials.MissingSettingException;
import io.github.llmspring.http.Authorization;
import io.github.llmspring.wire.HttpCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.profiles.ProfileFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AwsCredentialsSource}.
 */
class AwsCredentialsSourceTests {

	private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

	private static final URI ADDRESS = URI
		.create("https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.claude-v2%3A1/converse");

	private static final HttpCall CALL = HttpCall.post("/model/anthropic.claude-v2%3A1/converse", Map.of(),
			"{\"a\":1}".getBytes(StandardCharsets.UTF_8), List.of());

	private static final AwsBasicCredentials BASIC = AwsBasicCredentials.create("AKIDEXAMPLE", "secret-canary");

	@TempDir
	private Path directory;

	@Test
	void isFoundByItsName() {
		assertThat(CredentialsSources.all().get("aws")).isInstanceOf(AwsCredentialsSource.class);
	}

	@Test
	void signatureIsThatOfTheVendorsOwnSigner() {
		Map<String, String> headers = headers(StaticCredentialsProvider.create(BASIC), "eu-west-1", ADDRESS);
		SignedRequest signed = AwsV4HttpSigner.create()
			.sign((request) -> request.identity(BASIC)
				.request(SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(ADDRESS).build())
				.payload(ContentStreamProvider.fromByteArray(CALL.body()))
				.putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
				.putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
				.putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)));
		assertThat(headers.get("Authorization"))
			.isEqualTo(signed.request().firstMatchingHeader("Authorization").orElseThrow())
			.contains("Credential=AKIDEXAMPLE/20260301/eu-west-1/bedrock/aws4_request")
			.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date")
			.doesNotContain("secret-canary");
	}

	@Test
	void sessionTokenIsSentAndSigned() {
		Map<String, String> headers = headers(
				StaticCredentialsProvider.create(AwsSessionCredentials.create("ASIAEXAMPLE", "s", "token")),
				"eu-west-1", ADDRESS);
		assertThat(headers).containsEntry("x-amz-security-token", "token");
		assertThat(headers.get("Authorization"))
			.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token");
	}

	@Test
	void regionIsReadFromTheHost() {
		assertThat(headers(StaticCredentialsProvider.create(BASIC), null, ADDRESS).get("Authorization"))
			.contains("/eu-west-1/bedrock/");
		assertThat(headers(StaticCredentialsProvider.create(BASIC), null,
				URI.create("https://bedrock-mantle.us-gov-west-1.api.aws/v1"))
			.get("Authorization")).contains("/us-gov-west-1/bedrock/");
	}

	@Test
	void hostWithoutARegionNeedsOne() {
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> headers(StaticCredentialsProvider.create(BASIC), null, URI.create("http://127.0.0.1:1")))
			.withMessage("the region to sign requests for is not known: the host '127.0.0.1' does not name one. "
					+ "Set the provider's region.");
	}

	@Test
	void serviceToSignForIsNeeded() {
		assertThatExceptionOfType(MissingSettingException.class).isThrownBy(
				() -> new AwsCredentialsSource().authorization(new CredentialsSettings("eu-west-1", null, null, null)))
			.satisfies((ex) -> assertThat(ex.setting()).isEqualTo("signing-service"));
	}

	@Test
	void portIsSignedWhereItIsNotTheUsualOne() {
		String usual = headers(StaticCredentialsProvider.create(BASIC), "eu-west-1", URI.create("https://a/x"))
			.get("Authorization");
		assertThat(headers(StaticCredentialsProvider.create(BASIC), "eu-west-1", URI.create("https://a:443/x")))
			.containsEntry("Authorization", usual);
		assertThat(headers(StaticCredentialsProvider.create(BASIC), "eu-west-1", URI.create("https://a:8443/x"))
			.get("Authorization")).isNotEqualTo(usual);
	}

	@ParameterizedTest
	@CsvSource({ "3600, 1", "-1, 2" })
	void credentialsAreAskedForOnceUntilTheyExpire(int secondsLeft, int times) {
		AtomicInteger asked = new AtomicInteger();
		Authorization authorization = authorization(() -> {
			asked.incrementAndGet();
			return AwsSessionCredentials.builder()
				.accessKeyId("ASIAEXAMPLE")
				.secretAccessKey("s")
				.sessionToken("token")
				.expirationTime(Instant.now().plusSeconds(secondsLeft))
				.build();
		}, "eu-west-1");
		authorization.prepare().block();
		authorization.prepare().block();
		assertThat(asked).hasValue(times);
	}

	@Test
	void profilesOfTheChainAreRead() throws IOException {
		Path file = Files.writeString(this.directory.resolve("credentials"), """
				[work]
				aws_access_key_id = AKIDPROFILE
				aws_secret_access_key = s
				""");
		ProfileFile profiles = ProfileFile.builder().content(file).type(ProfileFile.Type.CREDENTIALS).build();
		Map<String, String> headers = headers(
				ProfileCredentialsProvider.builder().profileFile(profiles).profileName("work").build(), "eu-west-1",
				ADDRESS);
		assertThat(headers.get("Authorization")).contains("Credential=AKIDPROFILE/");
	}

	@Test
	void absentCredentialsAreExplained() {
		AwsCredentialsProvider none = () -> {
			throw SdkClientException.create("Unable to load credentials");
		};
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> authorization(none, "x").prepare().block())
			.withMessageStartingWith("there are no credentials: Unable to load credentials")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.AUTHENTICATION));
	}

	private static Map<String, String> headers(AwsCredentialsProvider provider, @Nullable String region, URI uri) {
		Map<String, String> headers = new LinkedHashMap<>();
		authorization(provider, region).prepare().block().authorize(CALL, uri, headers::put);
		return headers;
	}

	private static Authorization authorization(AwsCredentialsProvider provider, @Nullable String region) {
		return AwsCredentialsSource.Library.authorization(provider,
				new CredentialsSettings(region, "bedrock", null, null), InstantSource.fixed(NOW));
	}

}
