package io.github.llmspring.observation;

import io.micrometer.common.KeyValue;

/**
 * What does not change from one question to a provider to the next, as tags made once.
 */
final class ModelIdentity {

	private final String providerId;

	private final ObservedService service;

	private final KeyValue operation;

	private final KeyValue idTag;

	private final KeyValue nameTag;

	private final KeyValue hostTag;

	private final KeyValue portTag;

	ModelIdentity(String operation, String providerId, ObservedService service) {
		this.providerId = providerId;
		this.service = service;
		Integer port = service.port();
		this.operation = KeyValue.of(ObservationNames.OPERATION_NAME, operation);
		this.idTag = ModelTags.tag(ObservationNames.PROVIDER_ID, providerId);
		this.nameTag = ModelTags.tag(ObservationNames.PROVIDER_NAME, service.name());
		this.hostTag = ModelTags.tag(ObservationNames.SERVER_ADDRESS, service.host());
		this.portTag = ModelTags.tag(ObservationNames.SERVER_PORT, (port != null) ? port.toString() : null);
	}

	String providerId() {
		return this.providerId;
	}

	ObservedService service() {
		return this.service;
	}

	KeyValue operation() {
		return this.operation;
	}

	KeyValue idTag() {
		return this.idTag;
	}

	KeyValue nameTag() {
		return this.nameTag;
	}

	KeyValue hostTag() {
		return this.hostTag;
	}

	KeyValue portTag() {
		return this.portTag;
	}

}
