package io.github.llmspring.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The README's table of what works with which service: what it offers by its preset, and
 * what recordings prove.
 */
final class ProvidersTable {

	private static final String RECORDED = "✓";

	private static final String NOT_RECORDED = "○";

	private static final String NOT_OFFERED = "-";

	private static final TypeReference<TreeMap<String, TreeMap<String, TreeSet<String>>>> FEATURES = new TypeReference<>() {
	};

	private final Collection<Preset> presets;

	private final Map<String, TreeMap<String, TreeSet<String>>> recorded;

	ProvidersTable(Collection<Preset> presets, String recorded) {
		this.presets = presets;
		this.recorded = JsonMapper.builder().build().readValue(recorded, FEATURES);
	}

	/**
	 * What recordings prove of a service in one of its formats.
	 */
	Set<String> recorded(Preset preset, String wireFormat) {
		return this.recorded.getOrDefault(preset.name(), new TreeMap<>()).getOrDefault(wireFormat, new TreeSet<>());
	}

	@Override
	public String toString() {
		List<String> rows = new ArrayList<>();
		rows.add("| `type` | credentials | wire format | " + String.join(" | ", OfferedFeatures.NAMES) + " |");
		rows.add("|---|---|---|" + ":-:|".repeat(OfferedFeatures.NAMES.size()));
		for (Preset preset : this.presets) {
			rows.add(row(preset));
			this.recorded.getOrDefault(preset.name(), new TreeMap<>())
				.keySet()
				.stream()
				.filter((format) -> !format.equals(preset.wireFormat()))
				.forEach((format) -> rows.add(other(preset, format)));
		}
		return String.join("\n", rows);
	}

	private String row(Preset preset) {
		OfferedFeatures offered = new OfferedFeatures(preset);
		Set<String> proved = recorded(preset, preset.wireFormat());
		return line(preset, preset.wireFormat(), credentials(preset), OfferedFeatures.NAMES.stream().map((name) -> {
			String mark = proved.contains(name) ? RECORDED : offered.has(name) ? NOT_RECORDED : NOT_OFFERED;
			return (name.equals("schema") && !mark.equals(NOT_OFFERED)) ? (mark + offered.wayToSchema()) : mark;
		}).toList());
	}

	/**
	 * Another format of a service, of which is told what is recorded and no more.
	 */
	private String other(Preset preset, String format) {
		Set<String> proved = recorded(preset, format);
		return line(preset, format, "",
				OfferedFeatures.NAMES.stream().map((name) -> proved.contains(name) ? RECORDED : "").toList());
	}

	private static String line(Preset preset, String format, String credentials, List<String> marks) {
		return "| `" + preset.name() + "` | " + credentials + " | `" + format + "` | "
				+ marks.stream().collect(Collectors.joining(" | ")) + " |";
	}

	private static String credentials(Preset preset) {
		String type = preset.credentials().get("type");
		if (type != null) {
			return (preset.env().isEmpty() ? "" : "key or ") + "`" + type + "`";
		}
		return preset.key().required() ? "key" : "key or none";
	}

}
