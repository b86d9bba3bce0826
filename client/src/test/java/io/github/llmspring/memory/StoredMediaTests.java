package io.github.llmspring.memory;

import java.net.URI;

import io.github.llmspring.Media;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that media are stored under their names.
 */
class StoredMediaTests {

	@Test
	void nameOfAFileIsStored() {
		Message message = Message.of(Role.USER, Media.of("application/pdf", new byte[] { 1 }).withName("a \"b\".pdf"),
				Media.of(URI.create("https://example.org/b.png")).withName("b.png"),
				Media.of("image/png", new byte[] { 2 }));
		assertThat(MessageJson.read(MessageJson.write(message))).isEqualTo(message);
	}

}
