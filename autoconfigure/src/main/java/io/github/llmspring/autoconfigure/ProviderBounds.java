package io.github.llmspring.autoconfigure;

import io.github.llmspring.http.Limits;
import io.github.llmspring.http.Timeouts;

import org.springframework.util.unit.DataSize;

/**
 * How long to wait, how much to read and how many connections to open, checked to be more
 * than nothing.
 *
 * @param origins tells where a wrong one was configured
 * @param prefix the beginning of the names of the provider's properties
 * @param properties the provider's properties
 */
record ProviderBounds(ConfigurationOrigins origins, String prefix, ProviderProperties properties) {

	Timeouts timeouts() {
		TimeoutProperties timeout = this.properties.getTimeout();
		PositiveValues values = values();
		return new Timeouts(values.time("timeout.connect", timeout.getConnect()),
				values.time("timeout.first-token", timeout.getFirstToken()),
				values.time("timeout.idle", timeout.getIdle()), values.time("timeout.total", timeout.getTotal()));
	}

	Limits limits() {
		LimitsProperties limits = this.properties.getLimits();
		return new Limits((int) size("limits.response", limits.getResponse(), Integer.MAX_VALUE),
				(int) size("limits.event", limits.getEvent(), Integer.MAX_VALUE),
				size("limits.stream", limits.getStream(), Long.MAX_VALUE),
				values().number("limits.depth", limits.getDepth()));
	}

	int connections() {
		return values().number("connections", this.properties.getConnections());
	}

	private PositiveValues values() {
		return new PositiveValues(this.origins, this.prefix);
	}

	private long size(String property, DataSize value, long most) {
		if (value.toBytes() <= 0 || value.toBytes() > most) {
			throw this.origins.invalid(this.prefix + property, value.toString(),
					"It is not between 1 byte and " + most + " bytes.", "Set it to a size such as 512KB or 10MB.");
		}
		return value.toBytes();
	}

}
