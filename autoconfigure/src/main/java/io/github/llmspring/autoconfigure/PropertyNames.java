package io.github.llmspring.autoconfigure;

import java.beans.PropertyDescriptor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Names of the properties that a class has room for, as written in configuration.
 *
 * @param type the class
 */
record PropertyNames(Class<?> type) {

	/**
	 * Names of the class's own properties.
	 * @return the names, with dashes
	 */
	List<String> own() {
		return descriptors().stream().map(PropertyNames::name).toList();
	}

	/**
	 * Names of all properties, those of groups included.
	 * @return the names, such as {@code api-key} and {@code timeout.connect}
	 */
	List<String> all() {
		List<String> names = new ArrayList<>();
		for (PropertyDescriptor descriptor : descriptors()) {
			PropertyNames group = group(descriptor);
			if (group == null) {
				names.add(name(descriptor));
			}
			else {
				group.all().forEach((below) -> names.add(name(descriptor) + "." + below));
			}
		}
		return names;
	}

	/**
	 * Whether there is a property of a name, be it of an element of a list of groups.
	 * @param words the words of the name, such as {@code tiers}, {@code 0} and
	 * {@code above}
	 * @return whether there is
	 */
	boolean has(List<String> words) {
		return !words.isEmpty() && descriptors().stream()
			.filter((descriptor) -> name(descriptor).equals(words.get(0)))
			.anyMatch((descriptor) -> has(descriptor, words.subList(1, words.size())));
	}

	private boolean has(PropertyDescriptor descriptor, List<String> below) {
		PropertyNames group = group(descriptor);
		if (group != null) {
			return group.has(below);
		}
		PropertyNames element = element(descriptor);
		return below.isEmpty() || (element != null && element.has(below.subList(1, below.size())));
	}

	private @Nullable PropertyNames element(PropertyDescriptor descriptor) {
		Class<?> type = ResolvableType.forMethodReturnType(Objects.requireNonNull(descriptor.getReadMethod()))
			.asCollection()
			.resolveGeneric();
		return (type != null && isGroup(type)) ? new PropertyNames(type) : null;
	}

	/**
	 * Values of all properties, those of groups included.
	 * @param instance an instance of the class
	 * @return the values by name; a group that is not there is one value
	 */
	Map<String, @Nullable Object> values(Object instance) {
		Map<String, @Nullable Object> values = new TreeMap<>();
		for (PropertyDescriptor descriptor : descriptors()) {
			PropertyNames group = group(descriptor);
			Object value = value(descriptor, instance);
			if (group == null || value == null) {
				values.put(name(descriptor), comparable(value));
			}
			else {
				group.values(value).forEach((name, below) -> values.put(name(descriptor) + "." + name, below));
			}
		}
		return values;
	}

	private static @Nullable Object value(PropertyDescriptor descriptor, Object instance) {
		Method getter = Objects.requireNonNull(descriptor.getReadMethod());
		ReflectionUtils.makeAccessible(getter);
		return ReflectionUtils.invokeMethod(getter, instance);
	}

	private @Nullable Object comparable(@Nullable Object value) {
		if (value instanceof Map<?, ?> entries) {
			Map<Object, @Nullable Object> comparable = new HashMap<>();
			entries.forEach((key, entry) -> comparable.put(key, comparable(entry)));
			return comparable;
		}
		if (value instanceof Collection<?> elements) {
			List<@Nullable Object> comparable = new ArrayList<>();
			elements.forEach((element) -> comparable.add(comparable(element)));
			return comparable;
		}
		return (value != null && isGroup(value.getClass())) ? new PropertyNames(value.getClass()).values(value) : value;
	}

	/**
	 * Group of properties with a name.
	 * @param name the group's name
	 * @return the group, or {@code null} where there is no such group
	 */
	@Nullable PropertyNames group(String name) {
		return descriptors().stream()
			.filter((descriptor) -> name(descriptor).equals(name))
			.findFirst()
			.map(this::group)
			.orElse(null);
	}

	/**
	 * Name as it is spelled in configuration.
	 * @param loose the name without dashes, or with dots in place of them
	 * @return the known name, else the given one
	 */
	String spelled(String loose) {
		return all().stream().filter((name) -> letters(name).equals(letters(loose))).findFirst().orElse(loose);
	}

	private static String letters(String name) {
		return name.replaceAll("[.-]", "");
	}

	private @Nullable PropertyNames group(PropertyDescriptor descriptor) {
		Class<?> type = descriptor.getPropertyType();
		return isGroup(type) ? new PropertyNames(type) : null;
	}

	private boolean isGroup(Class<?> type) {
		return type.getPackage() == this.type.getPackage() && !type.isEnum();
	}

	private List<PropertyDescriptor> descriptors() {
		return Arrays.stream(BeanUtils.getPropertyDescriptors(this.type))
			.filter((descriptor) -> !descriptor.getName().equals("class"))
			.toList();
	}

	private static String name(PropertyDescriptor descriptor) {
		return DataObjectPropertyName.toDashedForm(descriptor.getName());
	}

}
