package io.github.llmspring.catalog;

import io.github.llmspring.ModelAddress;

/**
 * Is told of calls whose cost nobody knows, so that they can be counted.
 */
@FunctionalInterface
public interface UnknownModelListener {

	/**
	 * A model answered whose price is not known.
	 * @param address the provider and the model
	 */
	void unknownPrice(ModelAddress address);

}
