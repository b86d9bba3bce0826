package org.springframework.cloud.context.environment;

import java.util.Set;

import org.springframework.context.ApplicationEvent;

/**
 * Event of the name and shape of Spring Cloud's, which is known by its name only.
 */
public class EnvironmentChangeEvent extends ApplicationEvent {

	private final transient Set<String> keys;

	public EnvironmentChangeEvent(Object source, Set<String> keys) {
		super(source);
		this.keys = keys;
	}

	public Set<String> getKeys() {
		return this.keys;
	}

}
