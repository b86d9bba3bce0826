package io.github.llmspring.samples.tools;

import java.util.Map;
import java.util.TreeMap;

import io.github.llmspring.tools.Tool;
import io.github.llmspring.tools.ToolParam;

import org.springframework.stereotype.Component;

/**
 * How far cities are apart.
 */
@Component
class Distances {

	private static final Map<String, Place> PLACES = new TreeMap<>(Map.of("Berlin", new Place(52.52, 13.41), "London",
			new Place(51.51, -0.13), "Madrid", new Place(40.42, -3.70), "Oslo", new Place(59.91, 10.75), "Paris",
			new Place(48.86, 2.35), "Rome", new Place(41.90, 12.50)));

	@Tool(description = "Distance between two cities as the crow flies, in kilometres")
	long distance(@ToolParam(description = "English name of a city") String from,
			@ToolParam(description = "English name of a city") String to) {
		return Math.round(place(from).distance(place(to)));
	}

	private static Place place(String city) {
		Place place = PLACES.get(city);
		if (place == null) {
			throw new IllegalArgumentException("nothing is known of " + city + ", only of " + PLACES.keySet());
		}
		return place;
	}

	/**
	 * A place on earth, in degrees.
	 */
	private record Place(double latitude, double longitude) {

		private static final double EARTH_RADIUS = 6371;

		double distance(Place other) {
			double north = Math.toRadians(this.latitude);
			double otherNorth = Math.toRadians(other.latitude);
			double cosine = Math.sin(north) * Math.sin(otherNorth) + Math.cos(north) * Math.cos(otherNorth)
					* Math.cos(Math.toRadians(other.longitude - this.longitude));
			return EARTH_RADIUS * Math.acos(Math.min(1, cosine));
		}

	}

}
