package io.github.llmspring.observation;

import java.util.function.LongConsumer;

/**
 * Is told the time between the pieces of streams.
 */
@FunctionalInterface
public interface ChunkTimes {

	/**
	 * Begins with a stream.
	 * @param context what is observed of it
	 * @return takes the nanoseconds between two pieces, for each piece after the first
	 */
	LongConsumer of(ChatObservationContext context);

}
