package io.github.llmspring.observation;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Tags that only traces show, without those that nothing is known of.
 */
final class Details {

	private final List<KeyValue> tags = new ArrayList<>();

	Details add(String name, @Nullable Object value) {
		if (value != null) {
			this.tags.add(KeyValue.of(name, value.toString()));
		}
		return this;
	}

	KeyValues keyValues() {
		return KeyValues.of(this.tags);
	}

}
