package io.github.llmspring.redaction;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import io.github.llmspring.Content;
import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.Secret;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Redactor}.
 */
class RedactorTests {

	private static final String MASK = "******";

	private static String redact(String text) {
		return Redactor.DEFAULTS.redact(text);
	}

	private static Redactor redactor(String... patterns) {
		return Redactor.builder().patterns(List.of(patterns).stream().map(Pattern::compile).toList()).build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sk-CANARY-4f7a", "sk-ant-api03-abcdefgh", "sk-proj-abc_DEF-123",
			"AIzaSyA1234567890abcdef", "AKIAIOSFODNN7EXAMPLE", "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
			"xoxb-1234567890-abcdef", "gsk_abcdefghijklmnop", "hf_abcdefghijklmnop",
			"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3", "ya29.a0AfH6SMBexample" })
	void keysAreTakenOutWhereverTheyStand(String key) {
		assertThat(redact(key)).isEqualTo(MASK);
		assertThat(redact("My key is " + key + ", keep it.")).isEqualTo("My key is " + MASK + ", keep it.");
		assertThat(redact("{\"k\":\"" + key + "\"}")).isEqualTo("{\"k\":\"" + MASK + "\"}");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "Authorization: Bearer abc.def-123,Authorization: ****** abc",
					"password=hunter22,password=******", "api_key: zyxw9876,api_key: ******",
					"{\"apiKey\":\"zyxw\"},{\"apiKey\":\"******\"}",
					"client_secret='zyxw9876' x,client_secret='******' x", "?key=zyxw&page=2,?key=******&page=2",
					"redis://me:geheim@host/0,redis://******@host/0", "bearer abcdefgh12345,bearer ******" })
	void whatIsCalledASecretIsTakenOut(String text, String redacted) {
		assertThat(redact(text)).doesNotContain("zyxw").doesNotContain("hunter").doesNotContain("geheim");
		assertThat(redact(text)).startsWith(redacted.replace(" abc", ""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"https://api.example/v1/models?key=zyxw9876&page=2 | https://api.example/v1/models?key=******&page=2",
			"{\"clientSecret\":\"zyxw9876\"} | {\"clientSecret\":\"******\"}",
			"dbPassword: zyxw9876 | dbPassword: ******", "refreshToken=zyxw9876 | refreshToken=******",
			"openaiApiKey=zyxw9876 | openaiApiKey=******",
			"{\\\"password\\\": \\\"zyxw9876\\\"} | {\\\"password\\\": \\\"******\"}",
			"Authorization: Token zyxw9876, x | Authorization: ******, x",
			"Authorization: Key zyxw9876 x | Authorization: ****** x",
			"authorization=ApiKey zyxw9876 | authorization=******", "Monkey: banana | Monkey: banana",
			"inputTokens: 12345 | inputTokens: 12345" })
	void whatIsCalledASecretIsTakenOutWhereverItsNameStands(String text, String redacted) {
		assertThat(redact(text)).isEqualTo(redacted);
	}

	@Test
	void secretWhereTheReadingEndsIsNotShownInPart() {
		// the data become a word, so that the end of what is read is well within the
		// length
		Redactor knowing = Redactor.builder().secrets(List.of(Secret.of("correct-horse-battery-staple"))).build();
		for (String secret : List.of("sk-CANARY-4f7a", "correct-horse-battery-staple", "jane.doe@example.com",
				"4111 1111 1111 1111")) {
			for (int part = 1; part < secret.length(); part++) {
				String data = "a".repeat(12_000 - 6 - part);
				String redacted = knowing.redact("see " + data + " " + " " + secret + " and more of it");
				assertThat(redacted)
					.isEqualTo("see [data]... [of " + (12_000 - part + secret.length() + 15) + " characters]");
			}
		}
	}

	@Test
	void privateKeysAreTakenOutWithOrWithoutTheirEnd() {
		String body = "MIIEpAIBAAKCAQEA0Z3VS5JJcds3\nxfn/ygWyF8PbnGy0AHB7\n";
		assertThat(redact("a -----BEGIN RSA PRIVATE KEY-----\n" + body + "-----END RSA PRIVATE KEY----- b"))
			.isEqualTo("a " + MASK + " b");
		assertThat(redact("a -----BEGIN PRIVATE KEY-----\n" + body)).isEqualTo("a " + MASK);
		assertThat(redact("-----BEGIN CERTIFICATE-----\nabc")).isEqualTo("-----BEGIN CERTIFICATE----- abc");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "jane.doe+x@example.com", "o'brien@mail.example.co.uk", "müller@bücher.example", "a@b.io" })
	void mailAddressesAreTakenOut(String address) {
		assertThat(redact("Write to <" + address + ">.")).isEqualTo("Write to <" + MASK + ">.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "378282246310005",
			"3782 822463 10005", "5555555555554444", "6011111111111117", "4222222222222", "2223003122003222",
			"4111\n1111\n1111\n1111" })
	void numbersOfCardsAreTakenOut(String number) {
		assertThat(redact(number)).isEqualTo(MASK);
		assertThat(redact("pay 12 " + number + ", please")).isEqualTo("pay 12 " + MASK + ", please");
		assertThat(redact(number + " 12/29 123")).startsWith(MASK).doesNotContain("1111");
	}

	@ParameterizedTest
	@ValueSource(strings = { "4111111111111112", "1764244800000", "41111111111111111111111", "0000 0000 0000 0000",
			"2026-11-27 12:10:31.123", "3.14159265358979", "call 030 1234567" })
	void otherNumbersStay(String number) {
		assertThat(redact(number)).isEqualTo(number);
	}

	@Test
	void ordinaryTextStaysAsItIs() {
		String text = "The token count was 1,204; max_tokens: 500. See https://example.com/a/b?page=2 @ 10:30, O(n) – ünïcode 中文 🎉";
		assertThat(redact(text)).isSameAs(text);
	}

	@Test
	void encodedDataAreLeftOut() {
		String data = Base64.getEncoder().encodeToString(new byte[300]);
		assertThat(redact("see data:image/png;base64," + data + " here"))
			.isEqualTo("see data:image/png;base64,[data] here");
		String lines = Base64.getMimeEncoder().encodeToString(new byte[171]);
		assertThat(redact(lines)).isEqualTo("[data] [data] [data]");
	}

	@Test
	void lineBreaksAndControlCharactersBecomeSpaces() {
		assertThat(redact("a\r\nINFO forged\n\n\tb\u001b[31mc\u2028d\u0085e")).isEqualTo("a INFO forged b [31mc d e");
	}

	@Test
	void whatIsTooLongIsCutOffBetweenCharacters() {
		Redactor short10 = Redactor.builder().maxLength(10).build();
		assertThat(short10.redact("0123456789")).isEqualTo("0123456789");
		assertThat(short10.redact("0123456789a")).isEqualTo("0123456789... [of 11 characters]");
		assertThat(short10.redact("012345678🎉b")).isEqualTo("012345678... [of 12 characters]");
	}

	@Test
	void lengthMayBeAnyNumber() {
		Redactor boundless = Redactor.builder().maxLength(Integer.MAX_VALUE).build();
		assertThat(boundless.redact("a".repeat(50) + " sk-CANARY-4f7a")).isEqualTo("a".repeat(50) + " " + MASK);
	}

	@Test
	void keyAcrossTheCutIsTakenOutBeforeTheCut() {
		for (int before = 0; before < 30; before++) {
			String text = " ".repeat(before) + "sk-CANARY-4f7a-abcdefgh and more, and more";
			assertThat(Redactor.builder().maxLength(20).build().redact(text)).doesNotContain("sk-")
				.doesNotContain("CAN");
		}
	}

	@Test
	void knownSecretIsTakenOutWhateverItLooksLike() {
		Redactor knowing = Redactor.builder()
			.secrets(List.of(Secret.of("correct horse battery"), Secret.of("")))
			.build();
		assertThat(knowing.redact("a correct horse battery b")).isEqualTo("a " + MASK + " b");
	}

	@Test
	void patternsOfTheApplicationAreTakenOutBeforeAnythingElse() {
		Redactor own = redactor("EMP-\\d{4}", "Patient: [^;]*@[^;]*;");
		assertThat(own.redact("EMP-1234 saw Patient: Jane <jane@example.com>; today"))
			.isEqualTo(MASK + " saw " + MASK + " today");
	}

	@ParameterizedTest
	@ValueSource(strings = { "(a+)+$", "(a|aa)+$", "(.*a){20}$", "(a|b)*c", "([a-z]|[a-y])*!x" })
	void patternThatWouldTakeForeverWithholdsTheText(String pattern) {
		assertThat(redactor(pattern).redact("a".repeat(9000) + "! my secret")).isEqualTo(PatternRule.WITHHELD);
	}

	@Test
	void usualPatternsNeverTakeLongWhateverTheText() {
		List<String> evil = new ArrayList<>();
		for (String unit : List.of("a", "a.", "a@", "a@a.", "sk-", "eyJ", "eyJaaaaaaaa.", "-", "-----BEGIN ",
				"-----BEGIN PRIVATE KEY-----", "://", "://a:", "4", "4 ", "4-", "bearer ", "password", "password=",
				"password=\"", "secret key ", "\u00e9", "=", "\"", " ", "?key", "access-", "xoxb-", "@", "+", "a-a.",
				"aS", "aSecret", "authorization: ", "\\", "password\\\": ")) {
			evil.add(unit.repeat(12_000 / unit.length()));
			evil.add(unit.repeat(6_000 / unit.length()) + "@" + unit.repeat(6_000 / unit.length()) + "!");
		}
		assertThat(evil).allSatisfy((text) -> assertThat(redact(text)).isNotEqualTo(PatternRule.WITHHELD));
	}

	@Property(tries = 300)
	void whateverIsRedactedIsOneBoundedLineWithoutTheKey(@ForAll @StringLength(max = 300) String before,
			@ForAll @StringLength(max = 300) String after) {
		String redacted = Redactor.builder().maxLength(100).build().redact(before + " sk-CANARY-4f7a " + after);
		assertThat(redacted).doesNotContain("CANARY").doesNotContain("\n").doesNotContain("\r");
		assertThat(redacted.length()).isLessThan(140);
	}

	@Test
	void messageShowsEachKindOfContent() {
		Message message = Message.of(Role.ASSISTANT, new Content.Text("Look:"), Media.of("image/png", new byte[12]),
				new Content.Reasoning("hm"), new Content.Reasoning(""),
				new Content.ToolCall("1", "mail", "{\"to\":\"a@b.io\"}"),
				new Content.ToolResult("1", "mail", "sent\nto", false),
				new Content.ToolResult("1", "mail", "no", true));
		assertThat(Redactor.DEFAULTS.redact(message)).isEqualTo("Look: [image/png, 12 bytes] [thinking: hm] [thinking] "
				+ "[call of mail: {\"to\":\"******\"}] [result of mail: sent to] [failure of mail: no]");
		assertThat(Content.class.getPermittedSubclasses()).hasSize(5);
	}

	@Test
	void longConversationLosesItsOldestMessages() {
		List<Message> conversation = List.of(Message.system("rules"), Message.user("a".repeat(30)),
				Message.user("Hello"));
		assertThat(Redactor.DEFAULTS.redact(conversation))
			.isEqualTo("system: rules | user: " + "a".repeat(30) + " | user: Hello");
		assertThat(Redactor.builder().maxLength(40).build().redact(conversation)).isEqualTo("[2 earlier] user: Hello");
		assertThat(Redactor.DEFAULTS.redact(List.of())).isEmpty();
	}

	@Test
	void lengthIsAboveNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> Redactor.builder().maxLength(0));
	}

}
