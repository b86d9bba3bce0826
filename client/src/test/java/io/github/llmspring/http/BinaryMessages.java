package io.github.llmspring.http;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes binary messages, from the description of their form.
 */
final class BinaryMessages {

	private BinaryMessages() {
	}

	static byte[] event(String type, String payload) {
		return message(Map.of(":message-type", "event", ":event-type", type, ":content-type", "application/json"),
				payload);
	}

	static byte[] message(Map<String, String> headers, String payload) {
		try {
			ByteArrayOutputStream encoded = new ByteArrayOutputStream();
			DataOutputStream out = new DataOutputStream(encoded);
			for (Map.Entry<String, String> header : headers.entrySet()) {
				out.writeByte(header.getKey().length());
				out.writeBytes(header.getKey());
				out.writeByte(7);
				byte[] value = header.getValue().getBytes(StandardCharsets.UTF_8);
				out.writeShort(value.length);
				out.write(value);
			}
			return message(encoded.toByteArray(), payload.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static byte[] message(byte[] headers, byte[] payload) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream out = new DataOutputStream(bytes);
		out.writeInt(headers.length + payload.length + 16);
		out.writeInt(headers.length);
		out.writeInt(checksum(bytes));
		out.write(headers);
		out.write(payload);
		out.writeInt(checksum(bytes));
		return bytes.toByteArray();
	}

	private static int checksum(ByteArrayOutputStream bytes) {
		CRC32 checksum = new CRC32();
		checksum.update(bytes.toByteArray());
		return (int) checksum.getValue();
	}

	static byte[] join(byte[]... messages) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] message : messages) {
			joined.writeBytes(message);
		}
		return joined.toByteArray();
	}

}
