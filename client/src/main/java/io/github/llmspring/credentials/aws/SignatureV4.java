package io.github.llmspring.credentials.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Signature of one request: version 4 of the AWS scheme.
 * <p>
 * The path is signed as it is sent, encoded once more: a colon that is sent as
 * {@code %3A} is signed as {@code %253A}.
 */
final class SignatureV4 {

	static final String ALGORITHM = "AWS4-HMAC-SHA256";

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
		.withZone(ZoneOffset.UTC);

	private static final String END = "aws4_request";

	private final String time;

	private final String scope;

	private final String service;

	private final String region;

	private final SortedMap<String, String> headers = new TreeMap<>();

	/**
	 * Signature for a service.
	 * @param region the service's region
	 * @param service the service's name
	 * @param now when the request is signed
	 */
	SignatureV4(String region, String service, Instant now) {
		this.region = region;
		this.service = service;
		this.time = TIME.format(now);
		this.scope = String.join("/", date(), region, service, END);
	}

	static String time(Instant now) {
		return TIME.format(now);
	}

	private String date() {
		return this.time.substring(0, 8);
	}

	/**
	 * Adds a header that is signed.
	 * @param name its name
	 * @param value its value
	 * @return this signature
	 */
	SignatureV4 header(String name, String value) {
		this.headers.put(name.toLowerCase(Locale.ROOT), value.strip().replaceAll(" +", " "));
		return this;
	}

	/**
	 * What goes into the {@code Authorization} header.
	 */
	String authorization(SigningKey key, String method, URI uri, String bodyHash) {
		String toSign = toSign(canonicalRequest(method, uri, bodyHash));
		byte[] signingKey = hmac(("AWS4" + key.secret().reveal()).getBytes(StandardCharsets.UTF_8), date());
		for (String part : new String[] { this.region, this.service, END }) {
			signingKey = hmac(signingKey, part);
		}
		return ALGORITHM + " Credential=" + key.id() + "/" + this.scope + ", SignedHeaders=" + signedHeaders()
				+ ", Signature=" + HexFormat.of().formatHex(hmac(signingKey, toSign));
	}

	String toSign(String canonicalRequest) {
		return String.join("\n", ALGORITHM, this.time, this.scope,
				hash(canonicalRequest.getBytes(StandardCharsets.UTF_8)));
	}

	String canonicalRequest(String method, URI uri, String bodyHash) {
		String lines = this.headers.entrySet()
			.stream()
			.map((header) -> header.getKey() + ":" + header.getValue() + "\n")
			.collect(Collectors.joining());
		return String.join("\n", method, path(uri), query(uri.getRawQuery()), lines, signedHeaders(), bodyHash);
	}

	private String signedHeaders() {
		return String.join(";", this.headers.keySet());
	}

	private static String path(URI uri) {
		String path = uri.getRawPath();
		return (path == null || path.isEmpty()) ? "/"
				: Arrays.stream(path.split("/", -1)).map(SignatureV4::encoded).collect(Collectors.joining("/"));
	}

	/**
	 * The query as it is sent, in order; it is not encoded again.
	 */
	private static String query(@Nullable String query) {
		if (query == null || query.isEmpty()) {
			return "";
		}
		return Arrays.stream(query.split("&"))
			.map((pair) -> (pair.indexOf('=') < 0) ? Map.entry(pair, "")
					: Map.entry(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)))
			.sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
			.map((pair) -> pair.getKey() + "=" + pair.getValue())
			.collect(Collectors.joining("&"));
	}

	private static String encoded(String segment) {
		StringBuilder encoded = new StringBuilder();
		for (byte next : segment.getBytes(StandardCharsets.UTF_8)) {
			char letter = (char) (next & 0xff);
			if (letter < 128 && (Character.isLetterOrDigit(letter) || "-_.~".indexOf(letter) >= 0)) {
				encoded.append(letter);
			}
			else {
				encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(next));
			}
		}
		return encoded.toString();
	}

	static String hash(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] hmac(byte[] key, String text) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
