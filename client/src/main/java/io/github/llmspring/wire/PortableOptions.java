package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.github.llmspring.ChatOptions;
import org.jspecify.annotations.Nullable;

/**
 * The options of a request as far as a service and model take them.
 *
 * @param accepted the options without those that are rejected
 * @param warnings a sentence for each option left out
 */
public record PortableOptions(ChatOptions accepted, List<String> warnings) {

	private static final List<Option> OPTIONS = List.of(
			new Option("temperature", ChatOptions::temperature, (options) -> options.temperature(null)),
			new Option("top-p", ChatOptions::topP, (options) -> options.topP(null)),
			new Option("max-output-tokens", ChatOptions::maxOutputTokens, (options) -> options.maxOutputTokens(null)),
			new Option("stop", (options) -> options.stop().isEmpty() ? null : options.stop(),
					(options) -> options.stop(List.of())),
			new Option("seed", ChatOptions::seed, (options) -> options.seed(null)),
			new Option("frequency-penalty", ChatOptions::frequencyPenalty, (options) -> options.frequencyPenalty(null)),
			new Option("presence-penalty", ChatOptions::presencePenalty, (options) -> options.presencePenalty(null)));

	/**
	 * Leaves out what the dialect {@link DialectKey#REJECTS rejects} and what the wire
	 * format has no field for.
	 * @param options the options asked for
	 * @param dialect the dialect of the model
	 * @param model the model's name, for the warnings
	 * @param unknown names of the options that the wire format does not know
	 * @return the options to send
	 */
	public static PortableOptions of(ChatOptions options, Dialect dialect, String model, String... unknown) {
		List<Object> rejected = new ArrayList<>(dialect.get(DialectKey.REJECTS));
		rejected.addAll(List.of(unknown));
		if (rejected.isEmpty()) {
			return new PortableOptions(options, List.of());
		}
		List<String> warnings = new ArrayList<>();
		ChatOptions.Builder accepted = options.toBuilder();
		for (Option option : OPTIONS) {
			if (rejected.contains(option.name()) && option.value().apply(options) != null) {
				option.remove().apply(accepted);
				warnings.add("The option '" + option.name() + "' was left out: " + model + " does not take it.");
			}
		}
		return warnings.isEmpty() ? new PortableOptions(options, List.of())
				: new PortableOptions(accepted.build(), List.copyOf(warnings));
	}

	/**
	 * Names that {@link DialectKey#REJECTS} may hold.
	 * @return the option names as written in configuration
	 */
	public static Set<String> names() {
		return Set.copyOf(OPTIONS.stream().map(Option::name).toList());
	}

	private record Option(String name, Function<ChatOptions, @Nullable Object> value,
			Function<ChatOptions.Builder, ChatOptions.Builder> remove) {
	}

}
