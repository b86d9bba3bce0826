package io.github.llmspring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * Listens for the event with which Spring Cloud tells that the environment was refreshed.
 * It knows the event by its name only, so that Spring Cloud need not be there.
 */
final class EnvironmentChangeListener implements SmartApplicationListener {

	/**
	 * Name of the event's class.
	 */
	static final String EVENT = "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

	private final ObjectProvider<LlmRuntime> runtime;

	EnvironmentChangeListener(ObjectProvider<LlmRuntime> runtime) {
		this.runtime = runtime;
	}

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
		for (@Nullable
		Class<?> known = type; known != null; known = known.getSuperclass()) {
			if (known.getName().equals(EVENT)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		this.runtime.ifAvailable((runtime) -> runtime.refreshBecause("The environment was refreshed"));
	}

}
