package io.github.llmspring.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.Secret;
import org.junit.jupiter.api.Test;

import org.springframework.beans.BeanUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Written}: that all which is written can be compared.
 */
class WrittenTests {

	/**
	 * A type without an {@code equals} of its own would make every provider a changed
	 * one.
	 */
	@Test
	void allValuesOfPropertiesCanBeCompared() {
		List<Class<?>> types = new ArrayList<>();
		for (Class<?> type : List.of(LlmProperties.class, ProviderProperties.class, RouteProperties.class)) {
			collect(type, types);
		}
		assertThat(types).contains(Secret.class)
			.allSatisfy((type) -> assertThat(isComparable(type)).as(type.getName()).isTrue());
	}

	private static void collect(Class<?> type, List<Class<?>> types) {
		for (PropertyDescriptor descriptor : BeanUtils.getPropertyDescriptors(type)) {
			Class<?> value = descriptor.getPropertyType();
			if (value.getPackage() == LlmProperties.class.getPackage() && !value.isEnum()) {
				collect(value, types);
			}
			else if (value != Class.class) {
				types.add(value);
			}
		}
	}

	private static boolean isComparable(Class<?> type) {
		return ClassUtils.isPrimitiveOrWrapper(type) || type.isEnum() || Map.class.isAssignableFrom(type)
				|| Collection.class.isAssignableFrom(type)
				|| Arrays.stream(type.getDeclaredMethods()).anyMatch((method) -> method.getName().equals("equals"));
	}

	@Test
	void groupsAndEntriesOfMapsAreComparedByWhatIsInThem() {
		PropertyNames names = new PropertyNames(LlmProperties.class);
		LlmProperties one = new LlmProperties();
		LlmProperties two = new LlmProperties();
		one.setProviders(new LinkedHashMap<>(Map.of("a", new ProviderProperties())));
		two.setProviders(new LinkedHashMap<>(Map.of("a", new ProviderProperties())));
		assertThat(names.values(one)).isEqualTo(names.values(two));
		two.getProviders().get("a").getRetry().setMaxRetries(7);
		assertThat(names.values(one)).isNotEqualTo(names.values(two));
		two.getProviders().get("a").getRetry().setMaxRetries(one.getProviders().get("a").getRetry().getMaxRetries());
		two.getTools().setMaxTurns(7);
		assertThat(names.values(one)).isNotEqualTo(names.values(two));
		assertThat(names.values(two)).containsEntry("tools.max-turns", 7);
	}

	@Test
	void groupsInListsAreComparedByWhatIsInThem() {
		PropertyNames names = new PropertyNames(LlmProperties.class);
		LlmProperties one = withTierAbove(10);
		LlmProperties two = withTierAbove(10);
		assertThat(names.values(one)).isEqualTo(names.values(two));
		assertThat(names.values(one)).isNotEqualTo(names.values(withTierAbove(11)));
	}

	private static LlmProperties withTierAbove(long tokens) {
		CatalogTierProperties tier = new CatalogTierProperties();
		tier.setAbove(tokens);
		CatalogModelProperties model = new CatalogModelProperties();
		model.getPrice().setTiers(new ArrayList<>(List.of(tier)));
		LlmProperties properties = new LlmProperties();
		properties.getCatalog().setModels(new LinkedHashMap<>(Map.of("a/m", model)));
		return properties;
	}

}
