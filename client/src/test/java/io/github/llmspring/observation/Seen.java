package io.github.llmspring.observation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;

/**
 * Notes which observations began and ended.
 */
final class Seen implements ObservationHandler<Observation.Context> {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final List<Observation.Context> started = new CopyOnWriteArrayList<>();

	private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

	private final List<Observation.Context> failed = new CopyOnWriteArrayList<>();

	Seen() {
		this.registry.observationConfig().observationHandler(this);
	}

	ObservationRegistry registry() {
		return this.registry;
	}

	Observations.Builder observations() {
		return Observations.builder(this.registry);
	}

	@Override
	public void onStart(Observation.Context context) {
		this.started.add(context);
	}

	@Override
	public void onError(Observation.Context context) {
		this.failed.add(context);
	}

	@Override
	public void onStop(Observation.Context context) {
		this.stopped.add(context);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	List<Observation.Context> started() {
		return this.started;
	}

	List<Observation.Context> failed() {
		return this.failed;
	}

	/**
	 * Observations that have ended, each time one did.
	 */
	List<Observation.Context> stopped() {
		return this.stopped;
	}

	Observation.Context only() {
		if (this.started.size() != 1 || this.stopped.size() != 1) {
			throw new AssertionError(this.started.size() + " began and " + this.stopped.size() + " ended");
		}
		return this.stopped.get(0);
	}

	static Map<String, String> tags(KeyValues keyValues) {
		return keyValues.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
	}

	/**
	 * Names of the observations around one, from the outermost to itself.
	 */
	static String path(Observation.Context context) {
		ObservationView parent = context.getParentObservation();
		return ((parent != null) ? path((Observation.Context) parent.getContextView()) + " > " : "")
				+ context.getContextualName();
	}

}
