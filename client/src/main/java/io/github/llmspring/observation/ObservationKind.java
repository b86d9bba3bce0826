package io.github.llmspring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Observations of one kind: where they go and how they are named.
 *
 * @param registry where they go
 * @param custom the application's names, or {@code null}
 * @param ours the names otherwise
 * @param <C> the type of their contexts
 */
record ObservationKind<C extends Observation.Context>(ObservationRegistry registry,
		@Nullable ObservationConvention<C> custom, ObservationConvention<C> ours) {

	private static final Log logger = LogFactory.getLog(ObservationKind.class);

	boolean isNoop() {
		return this.registry.isNoop();
	}

	/**
	 * Starts an observation within the one that a Reactor context holds, else within the
	 * one of this thread.
	 * <p>
	 * The one around it is made that of the thread meanwhile, unless it is: traces take
	 * what they find on the thread for a span that the application began within it, which
	 * may be what another candidate of the same call left there.
	 * @return the observation, which is none where it is not wanted or cannot be started
	 */
	Observation start(C context, ContextView view) {
		Observation parent = view.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		try {
			Observation observation = Observation.createNotStarted(this.custom, this.ours, () -> context,
					this.registry);
			if (parent == null || parent.isNoop()) {
				return observation.start();
			}
			observation.parentObservation(parent);
			if (this.registry.getCurrentObservation() == parent) {
				return observation.start();
			}
			try (Observation.Scope scope = parent.openScope()) {
				return observation.start();
			}
		}
		catch (RuntimeException ex) {
			logger.debug("An observation cannot be started", ex);
			return Observation.NOOP;
		}
	}

	/**
	 * Context in which what follows is within an observation.
	 */
	static Context within(Context context, Observation observation) {
		return context.put(ObservationThreadLocalAccessor.KEY, observation);
	}

}
