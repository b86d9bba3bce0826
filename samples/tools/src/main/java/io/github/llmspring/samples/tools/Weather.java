package io.github.llmspring.samples.tools;

import java.util.Map;
import java.util.TreeMap;

import io.github.llmspring.tools.Tool;
import io.github.llmspring.tools.ToolParam;

import org.springframework.stereotype.Component;

/**
 * The weather, which in this sample never changes.
 */
@Component
class Weather {

	private static final Map<String, Report> REPORTS = new TreeMap<>(Map.of("Berlin", new Report(14, Sky.CLOUDS),
			"London", new Report(11, Sky.RAIN), "Madrid", new Report(27, Sky.SUN), "Oslo", new Report(5, Sky.RAIN),
			"Paris", new Report(17, Sky.CLOUDS), "Rome", new Report(25, Sky.SUN)));

	@Tool(description = "Present weather in a city")
	Report weather(@ToolParam(description = "The city's English name") String city) {
		Report report = REPORTS.get(city);
		if (report == null) {
			throw new IllegalArgumentException("nothing is known of " + city + ", only of " + REPORTS.keySet());
		}
		return report;
	}

	/**
	 * What the weather is like.
	 *
	 * @param celsius the temperature
	 * @param sky what is above
	 */
	record Report(int celsius, Sky sky) {
	}

	/**
	 * What is above.
	 */
	enum Sky {

		SUN, CLOUDS, RAIN

	}

}
