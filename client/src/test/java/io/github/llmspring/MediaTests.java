package io.github.llmspring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.UrlResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MediaTests {

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`',
			value = { "image/png, 89504E470D0A1A0A0000000D49484452", "image/jpeg, FFD8FFE000104A464946",
					"image/gif, 4749463839610100", "image/gif, 4749463837610100",
					"image/webp, 524946462400000057454250", "image/heic, 0000001866747970686569630000",
					"image/heif, 00000018667479706D6966310000", "image/avif, 0000001866747970617669660000",
					"application/pdf, 255044462D312E37", "audio/wav, 524946462400000057415645",
					"audio/mpeg, 494433030000", "audio/mpeg, FFFB9064", "audio/mpeg, FFF344C4",
					"audio/ogg, 4F676753000200", "audio/flac, 664C614300000022", "audio/mp4, 00000020667479704D344120",
					"video/mp4, 000000206674797069736F6D", "video/quicktime, 00000014667479707174202000",
					"video/webm, 1A45DFA39F4286810142F7810142F2810442F381084282847765626D", "text/plain, 48656C6C6F",
					"text/plain, C3A90A09" })
	void bytesTellTheirType(String mediaType, String hex) {
		byte[] content = HexFormat.of().parseHex(hex);
		assertThat(Media.of(content)).isEqualTo(Media.of(mediaType, content));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "00", "504B0304", "FFF15080", "FFFE6100", "61E962", "C3", "5249464624000000415649",
			"1A45DFA3A342868101", "6100", "49443300" })
	void bytesOfNoKnownTypeAreRejectedWithWhatToDo(String hex) {
		assertThatIllegalArgumentException().isThrownBy(() -> Media.of(HexFormat.of().parseHex(hex)))
			.withMessageContaining("of no known type")
			.withMessageContaining("Give the type");
	}

	@Test
	void longTextIsReadToItsEnd() {
		byte[] text = "\u00e9\u20ac".repeat(20_000).getBytes(StandardCharsets.UTF_8);
		assertThat(Media.of(text).mediaType()).isEqualTo("text/plain");
		text[text.length - 1] = 'a';
		assertThatIllegalArgumentException().isThrownBy(() -> Media.of(text));
		byte[] zero = new byte[30_000];
		Arrays.fill(zero, (byte) 'a');
		zero[zero.length - 1] = 0;
		assertThatIllegalArgumentException().isThrownBy(() -> Media.of(zero));
	}

	@Test
	void fileIsReadWithItsName(@TempDir Path folder) throws IOException {
		Path file = Files.write(folder.resolve("a.pdf"), bytes("GIF89a"));
		Media expected = Media.of("image/gif", bytes("GIF89a")).withName("a.pdf");
		assertThat(Media.of(file)).isEqualTo(expected);
		assertThat(Media.of(new FileSystemResource(file))).isEqualTo(expected);
	}

	@Test
	void nameTellsWhatTheBytesDoNot(@TempDir Path folder) throws IOException {
		assertThat(Media.of(Files.write(folder.resolve("a.AAC"), new byte[1])).mediaType()).isEqualTo("audio/aac");
		assertThat(Media.of(Files.write(folder.resolve("a.csv"), bytes("1,2"))).mediaType()).isEqualTo("text/csv");
		assertThat(Media.of(Files.write(folder.resolve("a.java"), bytes("//"))).mediaType()).isEqualTo("text/plain");
		assertThat(Media.of(Files.write(folder.resolve("a.png"), bytes("no"))).mediaType()).isEqualTo("text/plain");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Media.of(Files.write(folder.resolve("a.zip"), new byte[1])))
			.withMessageContaining("'a.zip'");
	}

	@Test
	void resourceInMemoryIsNotCopied() {
		byte[] content = bytes("%PDF-1.7");
		Media media = Media.of(new ByteArrayResource(content));
		assertThat(media.bytes()).isSameAs(content);
		assertThat(media.name()).isNull();
	}

	@Test
	void missingFileIsReported(@TempDir Path folder) {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> Media.of(folder.resolve("absent.png")));
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> Media.of(new FileSystemResource(folder.resolve("absent.png"))));
	}

	@Test
	void resourceOfTheWebIsPassedOn() throws MalformedURLException {
		assertThat(Media.of(new UrlResource("https://example.invalid/a.png?b=c")))
			.isEqualTo(Media.of("image/png", URI.create("https://example.invalid/a.png?b=c")));
	}

	@Test
	void addressTellsItsTypeByItsEnding() {
		assertThat(Media.of(URI.create("https://example.org/a.b/C.PDF?d=e.png")).mediaType())
			.isEqualTo("application/pdf");
		for (String odd : new String[] { "https://example.org/a", "https://example.org", "mailto:a@b.png" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> Media.of(URI.create(odd)))
				.withMessageContaining("Media.of(\"image/png\", url)");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "data:image/png;base64,YWI+YQ==|image/png|ab>a", "data:,a%20b%C3%A9|text/plain|a b\u00e9",
					"data:text/csv;charset=utf-8,a|text/csv|a", "DATA:;base64,YQ==|text/plain|a" })
	void addressThatHoldsItsDataBecomesBytes(String url, String mediaType, String content) {
		byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
		assertThat(Media.of(URI.create(url))).isEqualTo(Media.of(mediaType, bytes));
		assertThat(Media.of("a/b", URI.create(url))).isEqualTo(Media.of("a/b", bytes));
	}

	@ParameterizedTest
	@ValueSource(strings = { "data:image/png;base64", "data:image/png;base64,!!" })
	void brokenDataIsRejected(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> Media.of(URI.create(url)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "file:///a.png", "a.png", "/tmp/a.png" })
	void addressOfALocalFileIsRejected(String file) {
		assertThatIllegalArgumentException().isThrownBy(() -> Media.of(URI.create(file)))
			.withMessageContaining("Media.of(Path)");
	}

	@Test
	void nameIsThatOfTheFileAlone() {
		Media media = Media.of("image/png", new byte[1]);
		assertThat(media.withName("C:\\docs\\a.png").name()).isEqualTo("a.png");
		assertThat(media.withName("../b/a.png").name()).isEqualTo("a.png");
		assertThat(media.withName(" ").name()).isNull();
		assertThat(media.withName("a").withName(null)).isEqualTo(media);
		assertThat(media.withName("a")).isNotEqualTo(media).hasToString("Media[image/png, a, 1 bytes]");
	}

}
