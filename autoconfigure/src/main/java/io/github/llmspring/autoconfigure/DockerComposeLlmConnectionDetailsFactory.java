package io.github.llmspring.autoconfigure;

import io.github.llmspring.autoconfigure.ContainerServices.ContainerService;

import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Finds servers of language models among the services of a {@code compose.yaml}.
 */
class DockerComposeLlmConnectionDetailsFactory extends DockerComposeConnectionDetailsFactory<LlmConnectionDetails> {

	private static final String LABEL = "org.springframework.boot.service-connection";

	private static final ContainerServices SERVICES = new ContainerServices(
			DockerComposeLlmConnectionDetailsFactory.class.getClassLoader());

	DockerComposeLlmConnectionDetailsFactory() {
		super(SERVICES.names().toArray(String[]::new));
	}

	@Override
	protected LlmConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		RunningService running = source.getRunningService();
		return new Details(running, SERVICES.named(name(running)));
	}

	private static String name(RunningService running) {
		String label = running.labels().get(LABEL);
		String actual = (label != null) ? canonical(label) : running.image().getName();
		return SERVICES.names().stream().filter((name) -> canonical(name).equals(actual)).findFirst().orElse(actual);
	}

	private static String canonical(String name) {
		return ImageReference.of(name).getName();
	}

	private static final class Details extends DockerComposeConnectionDetails implements LlmConnectionDetails {

		private final String service;

		private final String host;

		private final int port;

		private Details(RunningService running, ContainerService service) {
			super(running);
			this.service = service.name();
			this.host = running.host();
			this.port = running.ports().get(service.port());
		}

		@Override
		public String service() {
			return this.service;
		}

		@Override
		public String host() {
			return this.host;
		}

		@Override
		public int port() {
			return this.port;
		}

	}

}
