package io.github.llmspring.autoconfigure;

import io.github.llmspring.autoconfigure.ContainerServices.ContainerService;
import org.testcontainers.containers.Container;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Finds servers of language models among the containers of a test, whatever their class:
 * by image, or by the name in {@code @ServiceConnection}.
 */
class ContainerLlmConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, LlmConnectionDetails> {

	private static final ContainerServices SERVICES = new ContainerServices(
			ContainerLlmConnectionDetailsFactory.class.getClassLoader());

	ContainerLlmConnectionDetailsFactory() {
		super(SERVICES.names());
	}

	@Override
	protected LlmConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return SERVICES.names()
			.stream()
			.filter((name) -> source.accepts(name, Container.class, LlmConnectionDetails.class))
			.findFirst()
			.map((name) -> new Details(source, SERVICES.named(name)))
			.orElseThrow();
	}

	private static final class Details extends ContainerConnectionDetails<Container<?>>
			implements LlmConnectionDetails {

		private final ContainerService service;

		private Details(ContainerConnectionSource<Container<?>> source, ContainerService service) {
			super(source);
			this.service = service;
		}

		@Override
		public String service() {
			return this.service.name();
		}

		@Override
		public String host() {
			return getContainer().getHost();
		}

		@Override
		public int port() {
			return getContainer().getMappedPort(this.service.port());
		}

	}

}
