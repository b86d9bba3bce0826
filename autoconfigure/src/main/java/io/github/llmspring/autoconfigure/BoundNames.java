package io.github.llmspring.autoconfigure;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Remembers which properties found their place.
 */
final class BoundNames extends LlmBindHandler {

	private final Set<ConfigurationPropertyName> values = new HashSet<>();

	private final Set<ConfigurationPropertyName> groups = new HashSet<>();

	BoundNames() {
		super(BindHandler.DEFAULT);
	}

	@Override
	public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Object result) {
		remember(name, target);
		return super.onSuccess(name, target, context, result);
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) throws Exception {
		Object result = super.onFailure(name, target, context, error);
		remember(name, target);
		return result;
	}

	private void remember(ConfigurationPropertyName name, Bindable<?> target) {
		Class<?> type = target.getType().resolve(Object.class);
		boolean own = type.getPackage() == LlmProperties.class.getPackage() && !type.isEnum();
		boolean group = type == Map.class || own;
		(group ? this.groups : this.values).add(name);
	}

	/**
	 * Whether a property is a group of properties, and so has no value of its own.
	 * @param name the property's name
	 * @return whether it is a group
	 */
	boolean isGroup(ConfigurationPropertyName name) {
		return this.groups.contains(name);
	}

	/**
	 * Whether the value of a property found its place.
	 * @param property the property
	 * @return whether it did
	 */
	boolean contains(ConfigurationProperty property) {
		ConfigurationPropertyName name = property.getName();
		return this.values.contains(name) || (name.isLastElementIndexed() && this.values.contains(name.getParent()))
				|| (isGroup(name) && property.getValue().toString().isBlank());
	}

}
