package io.github.llmspring.http;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServiceAddress}.
 */
class ServiceAddressTests {

	@ParameterizedTest
	@CsvSource({ "https://a.example/v1, '', /chat, https://a.example/v1/chat",
			"https://a.example/v1/, '', /chat, https://a.example/v1/chat",
			"https://a.example, '', /chat, https://a.example/chat",
			"https://a.example/v1?x=1, '', /chat, https://a.example/v1/chat?x=1",
			"https://a.example/v1/?x=1, y=2, /chat, https://a.example/v1/chat?x=1",
			"https://a.example/v1, y=2, /chat, https://a.example/v1/chat?y=2",
			"https://a.example/v1, y=2, /chat?alt=sse, https://a.example/v1/chat?alt=sse&y=2",
			"https://a.example/v1?, y=2, /chat, https://a.example/v1/chat",
			"https://a.example/a%20b, '', /models/m%2F1:go, https://a.example/a%20b/models/m%2F1:go" })
	void pathAndQueryAreAdded(URI base, String query, String path, URI expected) {
		assertThat(new ServiceAddress(base, query).resolve(path)).isEqualTo(expected);
	}

	@Test
	void samePathIsTheSameAddress() {
		ServiceAddress address = new ServiceAddress(URI.create("https://a.example/v1"), "");
		URI first = address.resolve("/chat");
		assertThat(address.resolve("/chat")).isSameAs(first);
		assertThat(address.resolve("/other")).isEqualTo(URI.create("https://a.example/v1/other"));
		assertThat(address.resolve("/chat")).isEqualTo(first);
	}

	@Test
	void pathThatIsNoneIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ServiceAddress(URI.create("https://a.example/v1"), "").resolve("/a b"));
	}

}
