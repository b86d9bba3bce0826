package io.github.llmspring.http;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.llmspring.wire.Dialect;
import io.github.llmspring.wire.EmbeddingFormat;
import io.github.llmspring.wire.PathSegment;
import io.github.llmspring.wire.WireFormat;
import io.github.llmspring.wire.WireFormats;
import io.github.llmspring.wire.embedding.EmbeddingFormats;
import org.jspecify.annotations.Nullable;

/**
 * What documentation shows behind the address of a service, and each request adds by
 * itself.
 */
public final class Endpoints {

	private static final String VERSION = "/v\\d\\w{0,9}";

	private static final Pattern WITH_VERSION = Pattern.compile(VERSION + "/");

	private final String wireFormat;

	private final Dialect dialect;

	/**
	 * Endpoints of a service.
	 * @param wireFormat the id of the wire format that it is asked in
	 * @param dialect how the service deviates from it
	 */
	public Endpoints(String wireFormat, Dialect dialect) {
		this.wireFormat = wireFormat;
		this.dialect = dialect;
	}

	/**
	 * Endpoint at the end of a path. One word alone, and the words of another format than
	 * the service is asked in, may be part of an address: they count with a version only,
	 * as no address goes on behind it.
	 * @param path the path of an address
	 * @return the longest endpoint that it ends in, or {@code null} if there is none
	 */
	public @Nullable String endOf(String path) {
		String longest = null;
		for (WireFormat format : WireFormats.all().values()) {
			for (String known : paths(format)) {
				Matcher matcher = pattern(known, format).matcher(path);
				if (matcher.find() && (longest == null || matcher.group().length() > longest.length())) {
					longest = matcher.group();
				}
			}
		}
		return longest;
	}

	private Set<String> paths(WireFormat format) {
		Set<String> paths = new HashSet<>(format.paths(this.dialect));
		EmbeddingFormat vectors = EmbeddingFormats.find(format.id(), this.dialect);
		if (vectors != null) {
			paths.addAll(vectors.paths(this.dialect));
		}
		return paths;
	}

	private Pattern pattern(String known, WireFormat format) {
		boolean spoken = format.id().equals(this.wireFormat) && known.lastIndexOf('/') > 0;
		boolean unmistakable = spoken || WITH_VERSION.matcher(known).find();
		return Pattern.compile((unmistakable ? "" : "(?<=" + VERSION + ")") + PathSegment.withAnyModel(known) + "/?$");
	}

}
