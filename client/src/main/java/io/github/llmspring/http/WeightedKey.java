package io.github.llmspring.http;

import io.github.llmspring.Secret;

/**
 * One of several keys of a provider.
 *
 * @param key the key
 * @param weight its share of the requests, compared with those of the other keys
 */
public record WeightedKey(Secret key, int weight) {

	/**
	 * Key with its share.
	 * @param key the key
	 * @param weight its share of the requests, above 0
	 */
	public WeightedKey {
		if (key.isEmpty()) {
			throw new IllegalArgumentException("A key must not be blank");
		}
		if (weight <= 0) {
			throw new IllegalArgumentException("The weight of a key must be above 0, not " + weight);
		}
	}

}
