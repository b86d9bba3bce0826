package io.github.llmspring.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

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
		return (type.getDeclaringClass() == this.type && !type.isEnum()) ? new PropertyNames(type) : null;
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
