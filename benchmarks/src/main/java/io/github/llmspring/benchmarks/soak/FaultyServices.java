package io.github.llmspring.benchmarks.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Services that fail, in a process of their own. Each line of the standard input is a
 * command, answered by one line: {@code down 0}, {@code up 0} and {@code tally 0}. It
 * ends when its standard input does.
 */
final class FaultyServices {

	private FaultyServices() {
	}

	/**
	 * Serves until the standard input ends. The first line of output has the ports.
	 * @param args how many services, and the share of requests that fail
	 * @throws IOException if the standard input fails
	 */
	public static void main(String... args) throws IOException {
		List<FaultyService> services = new ArrayList<>();
		for (int i = 0; i < Integer.parseInt(args[0]); i++) {
			services.add(new FaultyService(Double.parseDouble(args[1])));
		}
		System.out.println(services.stream()
			.map((service) -> Integer.toString(service.up()))
			.collect(Collectors.joining(" ", "ports ", "")));
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			String[] words = line.split(" ");
			FaultyService service = services.get(Integer.parseInt(words[1]));
			switch (words[0]) {
				case "down" -> service.down();
				case "up" -> service.up();
				default -> {
					// only asked for its tally
				}
			}
			System.out.println("tally " + service.tally());
		}
		services.forEach(FaultyService::down);
		System.exit(0);
	}

}
