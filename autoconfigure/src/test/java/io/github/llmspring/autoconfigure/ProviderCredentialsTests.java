package io.github.llmspring.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.Secret;
import io.github.llmspring.http.Authorization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of credentials that are more than a key.
 */
class ProviderCredentialsTests {

	@Test
	void requestsAreSignedForTheRegionAndTheService() {
		withAwsAccount(() -> {
			String signed = authorization("type=openai-compatible", "credentials=aws", "region=eu-west-1",
					"signing-service=mine");
			assertThat(signed).startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
				.contains("/eu-west-1/mine/aws4_request")
				.doesNotContain("secret-canary");
		});
	}

	@Test
	void typeBringsTheCredentialsWhereThereIsNoKey() {
		withAwsAccount(() -> {
			assertThat(authorization("type=bedrock-mantle", "region=eu-west-1"))
				.contains("/eu-west-1/bedrock-mantle/aws4_request");
			assertThat(authorization("type=bedrock-mantle", "api-key=sk-mine")).isEqualTo("Bearer sk-mine");
		});
	}

	@Test
	void claudeOnAwsIsSignedForAServiceOfItsOwn() {
		withAwsAccount(
				() -> assertThat(authorization("type=aws-anthropic", "wire-format=openai-chat", "region=eu-west-1"))
					.contains("/eu-west-1/aws-external-anthropic/aws4_request"));
		assertThat(authorization("type=aws-anthropic", "wire-format=openai-chat", "/ANTHROPIC_AWS_API_KEY=sk-mine"))
			.isEqualTo("Bearer sk-mine");
	}

	@Test
	void usualVariableCountsBeforeTheCredentialsOfTheType() {
		assertThat(authorization("type=bedrock-mantle", "/AWS_BEARER_TOKEN_BEDROCK=ABSK-mine"))
			.isEqualTo("Bearer ABSK-mine");
	}

	@Test
	void serviceToSignForMustBeKnown() {
		failure(runner("type=openai-compatible", "credentials=aws"), "signing-service",
				"It is not set, and the credentials 'aws' need it.", "Set it, or choose other credentials.");
	}

	@ParameterizedTest
	@CsvSource({ "bedrock-mantle, aws, software.amazon.awssdk, software.amazon.awssdk:auth",
			"vertex, google, com.google.auth, com.google.auth:google-auth-library-oauth2-http",
			"vertex-anthropic, google, com.google.auth, com.google.auth:google-auth-library-oauth2-http",
			"aws-anthropic, aws, software.amazon.awssdk, software.amazon.awssdk:auth",
			"azure-anthropic, azure, com.azure, com.azure:azure-identity",
			"azure-openai-dated, azure, com.azure, com.azure:azure-identity",
			"azure-openai, azure, com.azure, com.azure:azure-identity",
			"vllm, oauth2, org.springframework.security, org.springframework.boot:spring-boot-starter-security-oauth2-client" })
	void absentLibraryIsNamedWhereItsCredentialsAreAskedFor(String type, String credentials, String packages,
			String dependency) {
		failure(runner("type=" + type, "credentials=" + credentials).withClassLoader(new FilteredClassLoader(packages)),
				"credentials", "Its library is not on the classpath.", "Add the dependency " + dependency + ".");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"bedrock-mantle | Set llm.providers.own.api-key or the environment variable AWS_BEARER_TOKEN_BEDROCK, or add the dependency software.amazon.awssdk:auth for credentials of the kind aws.",
			"vertex | Set llm.providers.own.api-key, or add the dependency com.google.auth:google-auth-library-oauth2-http for credentials of the kind google.",
			"azure-openai | Set llm.providers.own.api-key or the environment variable AZURE_OPENAI_API_KEY, or add the dependency com.azure:azure-identity for credentials of the kind azure." })
	void applicationStartsWithoutLibraryAndKeyAndACallTellsOfBoth(String type, String advice) {
		runner("type=" + type)
			.withClassLoader(new FilteredClassLoader("software.amazon.awssdk", "com.google.auth", "com.azure"))
			.run((context) -> assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> context.getBean(ChatClient.class).prompt("Hello").call())
				.withMessage("own/qwen: no api key. " + advice));
	}

	@Test
	void keyNeedsNoLibrary() {
		try (FakeService service = FakeService.answering()) {
			runner("type=azure-openai", "wire-format=openai-chat", "api-key=sk-mine", "base-url=" + service.url())
				.withClassLoader(new FilteredClassLoader("software.amazon.awssdk", "com.google.auth", "com.azure",
						"org.springframework.security"))
				.run((context) -> context.getBean(ChatClient.class).prompt("Hello").call());
			assertThat(service.call().headers().get("api-key")).isEqualTo("sk-mine");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "api-key", "api-keys", "api-key-file" })
	void credentialsAndAKeyContradictEachOther(String property) {
		failure(runner("type=openai-compatible", "credentials=google", property + "=x"), "credentials",
				"'" + property + "' is set too, and only one of them can count.", "Remove one of the two.");
	}

	@Test
	void unknownCredentialsAreAnsweredByWhatIsKnown() {
		failure(runner("type=openai-compatible", "credentials=gogle").withUserConfiguration(Beans.class), "credentials",
				"There are no credentials of that kind and no bean of that name.", "Did you mean 'google'?");
	}

	@Test
	void beanQualifiedByTheProviderCounts() {
		try (FakeService service = FakeService.answering()) {
			run(service, Beans.class, "type=openai-compatible", "api-key=sk-mine");
			assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer of-own");
		}
	}

	@Test
	void beanCountsThatIsNamed() {
		try (FakeService service = FakeService.answering()) {
			run(service, Beans.class, "type=openai-compatible", "credentials=gateway");
			assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer of-gateway");
		}
	}

	@Test
	void tokenComesFromSpringSecuritysClient() throws Exception {
		try (TokenEndpoint tokens = new TokenEndpoint(); FakeService service = FakeService.answering()) {
			runner("type=openai-compatible", "credentials=oauth2", "base-url=" + service.url())
				.withBean(ClientRegistrationRepository.class, () -> registrations("own", tokens.url()))
				.run((context) -> {
					context.getBean(ChatClient.class).prompt("Hello").call();
					context.getBean(ChatClient.class).prompt("Hello").call();
				});
			assertThat(service.calls()).extracting((call) -> call.headers().get("Authorization"))
				.containsExactly("Bearer token-1", "Bearer token-1");
		}
	}

	@Test
	void clientRegistrationMayHaveAnotherName() throws Exception {
		try (TokenEndpoint tokens = new TokenEndpoint(); FakeService service = FakeService.answering()) {
			runner("type=openai-compatible", "credentials=oauth2", "client-registration=gateway",
					"base-url=" + service.url())
				.withBean(ClientRegistrationRepository.class, () -> registrations("gateway", tokens.url()))
				.run((context) -> context.getBean(ChatClient.class).prompt("Hello").call());
			assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer token-1");
		}
	}

	@Test
	void scopeAndProjectOfAMachineAccountAreThoseConfigured(@TempDir Path home) throws Exception {
		String usual = System.getProperty("user.home");
		try (TokenEndpoint tokens = new TokenEndpoint(); FakeService service = FakeService.answering()) {
			machineAccount(home, tokens.url());
			System.setProperty("user.home", home.toString());
			run(service, Empty.class, "type=openai-compatible", "credentials=google", "token-scope=scope-of-mine",
					"quota-project=billed");
			assertThat(service.call().headers().get("Authorization")).isEqualTo("Bearer token-1");
			assertThat(service.call().headers().get("x-goog-user-project")).isEqualTo("billed");
			assertThat(tokens.asked()).contains("scope-of-mine");
		}
		finally {
			System.setProperty("user.home", usual);
		}
	}

	private static void machineAccount(Path home, String tokenUri) throws Exception {
		KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
		keys.initialize(2048);
		String key = Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
		Path folder = Files.createDirectories(home.resolve(".config/gcloud"));
		Files.writeString(folder.resolve("application_default_credentials.json"),
				JsonMapper.shared()
					.writeValueAsString(Map.of("type", "service_account", "client_id", "1", "client_email",
							"machine@example.org", "private_key_id", "1", "private_key",
							"-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n", "project_id", "p",
							"token_uri", tokenUri)));
	}

	@Test
	void clientRegistrationMustExist() {
		failure(runner("type=openai-compatible", "credentials=oauth2"), "client-registration",
				"There is no client registration of that name.",
				"Define it under spring.security.oauth2.client.registration.own.");
	}

	private static ClientRegistrationRepository registrations(String id, String tokenUri) {
		return new InMemoryClientRegistrationRepository(ClientRegistration.withRegistrationId(id)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.clientId("llm")
			.clientSecret("secret-canary")
			.tokenUri(tokenUri)
			.build());
	}

	private static void withAwsAccount(Runnable test) {
		System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
		System.setProperty("aws.secretAccessKey", "secret-canary");
		try {
			test.run();
		}
		finally {
			System.clearProperty("aws.accessKeyId");
			System.clearProperty("aws.secretAccessKey");
		}
	}

	private static String authorization(String... properties) {
		try (FakeService service = FakeService.answering()) {
			run(service, Empty.class, properties);
			return service.call().headers().get("Authorization");
		}
	}

	private static void run(FakeService service, Class<?> configuration, String... properties) {
		runner(properties).withUserConfiguration(configuration)
			.withPropertyValues("llm.providers.own.base-url=" + service.url())
			.run((context) -> context.getBean(ChatClient.class).prompt("Hello").call());
	}

	private static void failure(ApplicationContextRunner runner, String property, String problem, String action) {
		runner.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
			.isInstanceOfSatisfying(InvalidLlmConfigurationException.class, (failure) -> {
				assertThat(failure.property()).isEqualTo("llm.providers.own." + property);
				assertThat(failure.problem()).isEqualTo(problem);
				assertThat(failure.action()).contains(action);
			}));
	}

	private static ApplicationContextRunner runner(String... properties) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
			.withPropertyValues("llm.providers.own.base-url=http://127.0.0.1:1/v1", "llm.providers.own.model=qwen")
			.withPropertyValues(Arrays.stream(properties)
				.map((property) -> property.startsWith("/") ? property.substring(1) : "llm.providers.own." + property)
				.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	static class Beans {

		@Bean
		@Qualifier("own")
		Authorization ownAuthorization() {
			return Authorization.bearer(() -> Secret.of("of-own"));
		}

		@Bean
		Authorization gateway() {
			return Authorization.bearer(() -> Secret.of("of-gateway"));
		}

	}

	/**
	 * Endpoint that gives a new token each time.
	 */
	private static final class TokenEndpoint implements AutoCloseable {

		private final HttpServer server;

		private int given;

		private volatile String body = "";

		private TokenEndpoint() throws IOException {
			this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
			this.server.createContext("/token", (exchange) -> {
				this.body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
				byte[] token = """
						{"access_token":"token-%d","token_type":"Bearer","expires_in":3600}""".formatted(++this.given)
					.getBytes(StandardCharsets.UTF_8);
				exchange.getResponseHeaders().add("Content-Type", "application/json");
				exchange.sendResponseHeaders(200, token.length);
				exchange.getResponseBody().write(token);
				exchange.close();
			});
			this.server.start();
		}

		private String url() {
			return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/token";
		}

		/**
		 * Claims that a token was asked for with.
		 */
		private String asked() {
			return new String(
					Base64.getUrlDecoder().decode(this.body.replaceAll("(?s).*assertion=", "").split("\\.")[1]),
					StandardCharsets.UTF_8);
		}

		@Override
		public void close() {
			this.server.stop(0);
		}

	}

}
