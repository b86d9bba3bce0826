package io.github.llmspring.benchmarks.soak;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.llmspring.http.ProviderHttpClient;

/**
 * Counts the connections of pools. They tell it to metrics only, for which the library
 * does not ask; so it is read where they keep it.
 */
final class PoolMeter {

	private final List<Object> providers;

	PoolMeter(List<ProviderHttpClient> clients) {
		this.providers = clients.stream().map((client) -> field(client, "connections")).toList();
	}

	/**
	 * Connections that are open, those at rest included.
	 */
	int open() {
		return sum("allocatedSize");
	}

	/**
	 * Connections that an exchange has.
	 */
	int acquired() {
		return sum("acquiredSize");
	}

	/**
	 * Exchanges that wait for a connection.
	 */
	int pending() {
		return sum("pendingAcquireSize");
	}

	private int sum(String count) {
		return this.providers.stream()
			.map((provider) -> ((Map<?, ?>) field(provider, "channelPools")).values())
			.flatMap(Collection::stream)
			.mapToInt((pool) -> count(call(pool, "metrics"), count))
			.sum();
	}

	private static int count(Object metrics, String name) {
		return (Integer) call(metrics, name);
	}

	private static Object field(Object owner, String name) {
		for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
			try {
				Field field = type.getDeclaredField(name);
				field.setAccessible(true);
				return field.get(owner);
			}
			catch (NoSuchFieldException ex) {
				// perhaps the type above has it
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException(ex);
			}
		}
		throw new IllegalStateException(owner.getClass() + " has no " + name);
	}

	private static Object call(Object owner, String name) {
		try {
			Method method = owner.getClass().getMethod(name);
			method.setAccessible(true);
			return method.invoke(owner);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
