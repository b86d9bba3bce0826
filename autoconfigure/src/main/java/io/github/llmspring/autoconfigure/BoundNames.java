package io.github.llmspring.autoconfigure;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Remembers which properties found their place.
 */
final class BoundNames extends AbstractBindHandler {

	private final Set<ConfigurationPropertyName> names = new HashSet<>();

	BoundNames() {
		super(new EmptyEntries(BindHandler.DEFAULT));
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		this.names.add(name);
		return super.onSuccess(name, target, context, result);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		Object result = super.onFailure(name, target, context, error);
		this.names.add(name);
		return result;
	}

	boolean contains(ConfigurationPropertyName name) {
		return this.names.contains(name) || (name.isLastElementIndexed() && this.names.contains(name.getParent()));
	}

}
