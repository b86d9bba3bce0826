package io.github.llmspring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.llmspring.autoconfigure.LocalServerProbe.Candidate;
import io.github.llmspring.http.LocalServer;
import io.github.llmspring.http.Preset;
import io.github.llmspring.routing.Alternatives;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.context.reactive.ConfigurableReactiveWebEnvironment;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.context.ConfigurableWebEnvironment;

/**
 * Finds the servers of language models that run on this machine, where configuration
 * wants it. It looks for them when the application starts, not when it is built.
 */
final class Discovery {

	private static final Log logger = LogFactory.getLog(Discovery.class);

	private static final String PORTS = "llm.discovery.ports";

	private static final String TIMEOUT = "llm.discovery.timeout";

	private static final int LAST_PORT = 65535;

	/**
	 * Port of a web application that is told none.
	 */
	private static final int USUAL_PORT = 8080;

	private static final List<String> OWN_PORTS = List.of("server.port", "local.server.port", "management.server.port",
			"local.management.port");

	private final Environment environment;

	private final PropertyTexts texts;

	private final DiscoveryProperties properties;

	Discovery(Environment environment, PropertyTexts texts, DiscoveryProperties properties) {
		this.environment = environment;
		this.texts = texts;
		this.properties = properties;
	}

	/**
	 * Looks for servers.
	 * @param presets the known services
	 * @param configured the ids that are taken
	 * @return what was found, none where discovery is not enabled
	 */
	List<FoundServer> find(Map<String, Preset> presets, Set<String> configured) {
		Map<String, Integer> ports = ports(presets);
		if (this.properties.getTimeout().isNegative() || this.properties.getTimeout().isZero()) {
			throw this.texts.invalid(TIMEOUT, this.properties.getTimeout().toString(), "It is no time to look in.",
					"Set it to a time such as 500ms, or llm.discovery.enabled to false.");
		}
		if (!this.properties.isEnabled() || Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			return List.of();
		}
		List<Candidate> candidates = new ArrayList<>();
		presets.forEach((name, preset) -> {
			LocalServer server = preset.local();
			int port = ports.getOrDefault(name, 0);
			if (server != null && port > 0 && !configured.contains(name) && !isOurs(port)) {
				candidates.add(new Candidate(preset, server, port));
			}
		});
		if (candidates.isEmpty()) {
			return List.of();
		}
		List<FoundServer> found = ask(candidates);
		logger.info(found.isEmpty()
				? "No language model server found on this machine, looked for " + candidates.stream()
					.map((candidate) -> candidate.preset().name() + " on port " + candidate.port())
					.collect(Collectors.joining(", "))
				: "Found on this machine: "
						+ found.stream().map(FoundServer::toString).collect(Collectors.joining(", ")));
		return found;
	}

	private List<FoundServer> ask(List<Candidate> candidates) {
		try {
			return new LocalServerProbe(this.properties.getTimeout()).ask(candidates);
		}
		catch (RuntimeException ex) {
			logger.warn("Could not look for language model servers on this machine: " + ex.getMessage());
			return List.of();
		}
	}

	/**
	 * Ports of the services that can be looked for, by name.
	 */
	private Map<String, Integer> ports(Map<String, Preset> presets) {
		Map<String, Integer> ports = new LinkedHashMap<>();
		presets.forEach((name, preset) -> {
			LocalServer server = preset.local();
			if (server != null && !server.proof().isEmpty()) {
				ports.put(name, server.port());
			}
		});
		this.properties.getPorts()
			.forEach((written, port) -> ports.put(service(ports, written), checked(written, port)));
		return ports;
	}

	private String service(Map<String, Integer> known, String written) {
		return known.keySet()
			.stream()
			.filter((name) -> uniform(name).equals(uniform(written)))
			.findFirst()
			.orElseThrow(() -> this.texts.invalid(PORTS + "." + written, null, "No such server can be looked for.",
					Alternatives.of(known.keySet()).sentence(written)));
	}

	/**
	 * Name as environment variables can write it.
	 */
	private static String uniform(String name) {
		return name.replace("-", "").toLowerCase(Locale.ROOT);
	}

	private int checked(String name, int port) {
		if (port < 0 || port > LAST_PORT) {
			throw this.texts.invalid(PORTS + "." + name, String.valueOf(port), "It is no port.",
					"Set it to a number up to " + LAST_PORT + ", or to 0 to leave this server out.");
		}
		return port;
	}

	/**
	 * Whether the application itself listens on a port, or is about to. Where it chooses
	 * any free port, it cannot be one that a server listens on already.
	 */
	boolean isOurs(int port) {
		boolean serves = !"none".equalsIgnoreCase(this.environment.getProperty("spring.main.web-application-type"));
		if (!serves) {
			return false;
		}
		String own = String.valueOf(port);
		boolean usual = port == USUAL_PORT && isWeb()
				&& !StringUtils.hasText(this.environment.getProperty("server.port"));
		return usual || OWN_PORTS.stream().anyMatch((property) -> own.equals(this.environment.getProperty(property)));
	}

	/**
	 * Whether the environment is that of a web application, which a program without one
	 * does not have.
	 */
	private boolean isWeb() {
		return this.environment instanceof ConfigurableWebEnvironment
				|| this.environment instanceof ConfigurableReactiveWebEnvironment;
	}

}
