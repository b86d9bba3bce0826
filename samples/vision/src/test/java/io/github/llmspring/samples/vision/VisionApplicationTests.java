package io.github.llmspring.samples.vision;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the sample as it is configured: without any key.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "llm.providers.openai.api-key=", "llm.providers.anthropic.api-key=",
				"llm.providers.gemini.api-key=", "spring.servlet.multipart.max-file-size=64KB" })
class VisionApplicationTests {

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@CsvSource({ "png, image/png", "jpg, image/jpeg", "gif, image/gif" })
	void imageIsSeenAsWhatItIsWhateverItsName(String format, String mediaType) throws Exception {
		byte[] image = image(format);
		HttpResponse<String> response = upload(new Part("file", "upload.bin", image),
				new Part("question", null, "What is it?".getBytes(StandardCharsets.UTF_8)));
		assertThat(response.statusCode()).isEqualTo(200);
		JsonNode reply = new JsonMapper().readTree(response.body());
		assertThat(reply.get("content").asString()).contains("You said: \"What is it?\"",
				mediaType + " \"upload.bin\" (31 x 17 pixels, " + image.length + " bytes)");
		assertThat(reply.get("provider").asString()).isEqualTo("simulated");
	}

	@Test
	void severalFilesAreSeenInOrder() throws Exception {
		HttpResponse<String> response = upload(new Part("file", "a.txt", "notes".getBytes(StandardCharsets.UTF_8)),
				new Part("file", "b.pdf", "%PDF-1.7".getBytes(StandardCharsets.UTF_8)));
		assertThat(new JsonMapper().readTree(response.body()).get("content").asString()).contains("What is in it?",
				"text/plain \"a.txt\" (5 bytes) and application/pdf \"b.pdf\" (8 bytes)");
	}

	@Test
	void fileOfNoKnownTypeIsAProblem() throws Exception {
		HttpResponse<String> response = upload(new Part("file", "a.zip", new byte[] { 'P', 'K', 3, 4 }));
		assertThat(response.statusCode()).isEqualTo(415);
		assertThat(detail(response)).contains("'a.zip'", "no known type");
	}

	@Test
	void fileThatIsTooLargeSaysWhichLimitToRaise() throws Exception {
		HttpResponse<String> response = upload(new Part("file", "a.txt", new byte[70_000]));
		assertThat(response.statusCode()).isEqualTo(413);
		assertThat(detail(response)).contains("spring.servlet.multipart.max-file-size");
	}

	@Test
	void missingFileIsAProblem() throws Exception {
		HttpResponse<String> response = upload(new Part("question", null, new byte[] { '?' }));
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(detail(response)).contains("file");
	}

	@Test
	void modelWithoutAKeySaysWhichPropertyToSet() throws Exception {
		HttpResponse<String> response = upload(new Part("file", "a.png", image("png")),
				new Part("model", null, "gemini".getBytes(StandardCharsets.UTF_8)));
		assertThat(response.statusCode()).isEqualTo(502);
		assertThat(detail(response)).contains("llm.providers.gemini.api-key");
	}

	@Test
	void pageIsThere() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri("/")).build();
		assertThat(this.http.send(request, HttpResponse.BodyHandlers.ofString()).body())
			.contains("Show a file to a model");
	}

	private static byte[] image(String format) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThat(ImageIO.write(new BufferedImage(31, 17, BufferedImage.TYPE_INT_RGB), format, out)).isTrue();
		return out.toByteArray();
	}

	private static String detail(HttpResponse<String> response) {
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		return new JsonMapper().readTree(response.body()).get("detail").asString();
	}

	private HttpResponse<String> upload(Part... parts) throws IOException, InterruptedException {
		return this.http.send(Part.upload(uri("/vision"), parts), HttpResponse.BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

}
