package io.github.llmspring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Tools of a prompt in the making, no two of one name.
 */
final class OfferedTools {

	private static final List<ToolScanner> SCANNERS = load();

	private final Map<String, ToolDefinition> byName = new LinkedHashMap<>();

	private static List<ToolScanner> load() {
		List<ToolScanner> scanners = new ArrayList<>();
		ServiceLoader.load(ToolScanner.class, ToolScanner.class.getClassLoader()).forEach(scanners::add);
		return List.copyOf(scanners);
	}

	void add(Object source) {
		if (source instanceof ToolDefinition tool) {
			add(tool);
		}
		else if (source instanceof Iterable<?> sources) {
			sources.forEach(this::add);
		}
		else {
			scan(source).forEach(this::add);
		}
	}

	private void add(ToolDefinition tool) {
		ToolDefinition known = this.byName.putIfAbsent(tool.name(), tool);
		if (known != null && !known.equals(tool)) {
			throw new IllegalArgumentException(
					"Two tools are called '" + tool.name() + "': a model could not tell them apart");
		}
	}

	private static List<ToolDefinition> scan(Object source) {
		List<ToolDefinition> tools = new ArrayList<>();
		SCANNERS.forEach((scanner) -> tools.addAll(scanner.scan(source)));
		if (tools.isEmpty()) {
			throw new IllegalArgumentException("No tools in an object of " + source.getClass().getName()
					+ ": it is no ToolDefinition and has no method annotated with @Tool");
		}
		return tools;
	}

	List<ToolDefinition> all() {
		return List.copyOf(this.byName.values());
	}

}
