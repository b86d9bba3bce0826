package io.github.llmspring.autoconfigure;

import java.time.Duration;

import io.github.llmspring.http.Limits;
import io.github.llmspring.http.Timeouts;

import org.springframework.util.unit.DataSize;

/**
 * How long to wait, how much to read and how many connections to open, checked to be more
 * than nothing.
 *
 * @param texts refuses what is wrong
 * @param prefix the beginning of the names of the provider's properties
 * @param properties the provider's properties
 */
record ProviderBounds(PropertyTexts texts, String prefix, ProviderProperties properties) {

	Timeouts timeouts() {
		TimeoutProperties timeout = this.properties.getTimeout();
		return new Timeouts(positive("timeout.connect", timeout.getConnect()),
				positive("timeout.first-token", timeout.getFirstToken()), positive("timeout.idle", timeout.getIdle()),
				positive("timeout.total", timeout.getTotal()));
	}

	Limits limits() {
		LimitsProperties limits = this.properties.getLimits();
		return new Limits((int) size("limits.response", limits.getResponse(), Integer.MAX_VALUE),
				(int) size("limits.event", limits.getEvent(), Integer.MAX_VALUE),
				size("limits.stream", limits.getStream(), Long.MAX_VALUE), positive("limits.depth", limits.getDepth()));
	}

	int connections() {
		return positive("connections", this.properties.getConnections());
	}

	private Duration positive(String property, Duration value) {
		if (value.toMillis() <= 0 || value.toMillis() > Integer.MAX_VALUE) {
			throw this.texts.invalid(this.prefix + property, value.toString(),
					"It is not between 1 millisecond and 24 days.", "Set it to a time such as 30s or 10m.");
		}
		return value;
	}

	private long size(String property, DataSize value, long most) {
		if (value.toBytes() <= 0 || value.toBytes() > most) {
			throw this.texts.invalid(this.prefix + property, value.toString(),
					"It is not between 1 byte and " + most + " bytes.", "Set it to a size such as 512KB or 10MB.");
		}
		return value.toBytes();
	}

	private int positive(String property, int value) {
		if (value <= 0) {
			throw this.texts.invalid(this.prefix + property, String.valueOf(value), "It is not above 0.",
					"Set it to a whole number above 0.");
		}
		return value;
	}

}
