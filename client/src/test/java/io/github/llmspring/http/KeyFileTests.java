package io.github.llmspring.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.github.llmspring.ChatClient;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Secret;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link KeyFile} and {@link KeyFileAuthorization}.
 */
class KeyFileTests {

	private static final long SECOND = 1_000_000_000L;

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 3 * SECOND);

	@TempDir
	private Path directory;

	private Path path;

	private KeyFile file;

	@BeforeEach
	void createFile() {
		this.path = this.directory.resolve("key");
		this.file = new KeyFile(this.path, this.time::get);
	}

	@Test
	void changedFileIsReadAnewAfterAWhile() throws IOException {
		write("one\n", 1);
		lookIfDue();
		write("two\n", 2);
		lookIfDue();
		assertThat(this.file.key()).isEqualTo(Secret.of("one"));
		this.time.addAndGet(2 * SECOND);
		lookIfDue();
		assertThat(this.file.key()).isEqualTo(Secret.of("two"));
	}

	@Test
	void onlyOneCallerLooksWhileThereIsAKey() throws IOException {
		assertThat(this.file.isDue()).isTrue();
		assertThat(this.file.isDue()).isTrue();
		write("one", 1);
		this.file.look();
		assertThat(this.file.isDue()).isFalse();
		this.time.addAndGet(2 * SECOND);
		assertThat(this.file.isDue()).isTrue();
		assertThat(this.file.isDue()).isFalse();
	}

	@Test
	void fileWithTheSameTimeAndSizeIsNotReadAgain() throws IOException {
		write("one", 1);
		this.file.look();
		write("two", 1);
		this.file.look();
		assertThat(this.file.key()).isEqualTo(Secret.of("one"));
	}

	@Test
	void missingFileIsExplained() {
		assertThatExceptionOfType(LlmException.class).isThrownBy(this.file::look)
			.withMessage("no api key: the file %s is missing. Create the file, or correct api-key-file.", this.path)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.AUTHENTICATION));
	}

	@Test
	void blankFileIsExplained() throws IOException {
		write(" \n", 1);
		assertThatExceptionOfType(LlmException.class).isThrownBy(this.file::look)
			.withMessage("no api key: the file %s is blank. Write the key into the file.", this.path);
	}

	@Test
	void fileThatIsNoTextIsExplained() throws IOException {
		Files.write(this.path, new byte[] { (byte) 0xff, (byte) 0xfe });
		assertThatExceptionOfType(LlmException.class).isThrownBy(this.file::look)
			.withMessageContaining("cannot be read");
	}

	@Test
	void largeFileIsNotRead() throws IOException {
		Files.write(this.path, new byte[100_000]);
		assertThatExceptionOfType(LlmException.class).isThrownBy(this.file::look)
			.withMessageContaining("holds more than a key");
	}

	@Test
	void keyStaysWhileTheFileIsBlankOrMissing() throws IOException {
		write("one", 1);
		this.file.look();
		write("", 2);
		this.file.look();
		assertThat(this.file.key()).isEqualTo(Secret.of("one"));
		Files.delete(this.path);
		this.time.addAndGet(2 * SECOND);
		assertThat(this.file.isDue()).isTrue();
		this.file.look();
		assertThat(this.file.key()).isEqualTo(Secret.of("one"));
		write("two", 3);
		assertThat(this.file.isDue()).isTrue();
		this.file.look();
		assertThat(this.file.key()).isEqualTo(Secret.of("two"));
	}

	@Test
	void refusedKeyIsLookedForAtOnce() throws Exception {
		write("old", 1);
		try (RawServer refusing = RawServer
			.answering(RawServer.json("401 Unauthorized", "{\"error\":{\"message\":\"bad key\"}}"))) {
			Authorization authorization = KeyFileAuthorization.of(this.path, new Preset.Key("Authorization", true));
			ChatClient client = client(refusing, authorization);
			assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Hello").call());
			assertThat(refusing.takeRequest().headers()).containsEntry("Authorization", "Bearer old");
			write("new", 2);
			try (RawServer server = RawServer.answering(RawServer.json("200 OK",
					"{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}"))) {
				assertThat(client(server, authorization).prompt("Hello").content()).isEqualTo("Hi");
				assertThat(server.takeRequest().headers()).containsEntry("Authorization", "Bearer new");
			}
		}
	}

	@Test
	void fileIsReadOffAnEventLoop() throws IOException {
		write("one", 1);
		Authorization authorization = KeyFileAuthorization.of(this.path, new Preset.Key("Authorization", true));
		String thread = Mono.defer(authorization::prepare)
			.map((prepared) -> Thread.currentThread().getName())
			.subscribeOn(Schedulers.parallel())
			.block();
		assertThat(thread).startsWith("boundedElastic");
	}

	private static ChatClient client(RawServer server, Authorization authorization) {
		return ChatClient.of(new HttpChatProvider(
				ProviderSettings.builder("acme", Presets.load(Preset.class.getClassLoader()).get("openai"))
					.wireFormat("openai-chat")
					.baseUrl(server.uri())
					.model("gpt-4.1")
					.authorization(authorization)
					.build(),
				WebClient.create()));
	}

	private void lookIfDue() {
		if (this.file.isDue()) {
			this.file.look();
		}
	}

	private void write(String text, int modified) throws IOException {
		Files.writeString(this.path, text);
		Files.setLastModifiedTime(this.path, FileTime.from(Instant.ofEpochSecond(modified)));
	}

}
