package io.github.llmspring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.llmspring.http.LocalServer;
import io.github.llmspring.http.Presets;

/**
 * Services that run in containers: the known ones that name their images.
 */
final class ContainerServices {

	private final Map<String, ContainerService> byName = new LinkedHashMap<>();

	ContainerServices(ClassLoader classLoader) {
		Presets.load(classLoader).forEach((name, preset) -> {
			LocalServer server = preset.local();
			if (server != null && !server.images().isEmpty()) {
				ContainerService service = new ContainerService(name, server.port());
				this.byName.put(name, service);
				server.images().forEach((image) -> this.byName.put(image, service));
			}
		});
	}

	/**
	 * Everything that names such a service: images, and the service's own name.
	 * @return the names
	 */
	List<String> names() {
		return List.copyOf(this.byName.keySet());
	}

	/**
	 * Service of a name.
	 * @param name the name
	 * @return the service
	 */
	ContainerService named(String name) {
		ContainerService service = this.byName.get(name);
		if (service == null) {
			throw new IllegalArgumentException("There is no service '" + name + "' that runs in a container");
		}
		return service;
	}

	/**
	 * Service that runs in a container.
	 *
	 * @param name its name
	 * @param port the port it listens on within the container
	 */
	record ContainerService(String name, int port) {
	}

}
