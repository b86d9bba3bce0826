package io.github.llmspring.samples.vision;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/**
 * A field of a form, or a file where there is a file name.
 */
record Part(String name, String fileName, byte[] content) {

	private static final String BOUNDARY = "boundary-of-the-parts";

	static HttpRequest upload(URI uri, Part... parts) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (Part part : parts) {
			part.write(body);
		}
		body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
		return HttpRequest.newBuilder(uri)
			.header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
			.POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
			.build();
	}

	private void write(ByteArrayOutputStream body) {
		String file = (this.fileName != null) ? "; filename=\"" + this.fileName + "\"" : "";
		body.writeBytes(
				("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + this.name + "\"" + file + "\r\n\r\n")
					.getBytes(StandardCharsets.UTF_8));
		body.writeBytes(this.content);
		body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
	}

}
