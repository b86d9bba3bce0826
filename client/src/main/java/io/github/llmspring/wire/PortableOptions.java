package io.github.llmspring.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.LlmException;
import io.github.llmspring.ToolChoice;
import org.jspecify.annotations.Nullable;

/**
 * The options of a request as far as a service and model take them.
 * <p>
 * What is left out or changed gives a warning; where the options are
 * {@link ChatOptions#strict() strict}, it fails the request.
 *
 * @param accepted the options without those that are rejected
 * @param warnings a sentence for each option left out or changed
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
			new Option("presence-penalty", ChatOptions::presencePenalty, (options) -> options.presencePenalty(null)),
			new Option("reasoning", ChatOptions::reasoning, (options) -> options.reasoning(null)),
			new Option("log-probabilities", ChatOptions::logProbabilities, (options) -> options.logProbabilities(null)),
			new Option("parallel-tool-calls",
					(options) -> Boolean.FALSE.equals(options.parallelToolCalls()) ? Boolean.FALSE : null,
					(options) -> options.parallelToolCalls(null)),
			new Option("tool-choice", ChatOptions::toolChoice, (options) -> options.toolChoice(null)),
			Option.ofChoice(ToolChoice.Mode.REQUIRED), Option.ofChoice(ToolChoice.Mode.NAMED),
			Option.ofChoice(ToolChoice.Mode.NONE));

	/**
	 * Leaves out what the dialect rejects, what the wire format has no field for, and
	 * what does not go with the rest of the request.
	 * @param request the request, its model resolved
	 * @param dialect the dialect of the model
	 * @param unknown names of the options that the wire format does not know
	 * @return the options to send
	 * @throws LlmException with reason {@code UNSUPPORTED} if the options are strict and
	 * something would be left out
	 */
	public static PortableOptions of(ChatRequest request, Dialect dialect, String... unknown) {
		PortableOptions portable = of(request.options(), dialect, String.valueOf(request.model()), unknown);
		return (forcesCall(portable.accepted()) && request.tools().isEmpty())
				? portable.without("tool-choice", "there is no tool to call") : portable;
	}

	/**
	 * Leaves out what the dialect {@link DialectKey#REJECTS rejects} and what the wire
	 * format has no field for.
	 * @param options the options asked for
	 * @param dialect the dialect of the model
	 * @param model the model's name, for the warnings
	 * @param unknown names of the options that the wire format does not know
	 * @return the options to send
	 * @throws LlmException with reason {@code UNSUPPORTED} if the options are strict and
	 * something would be left out
	 */
	public static PortableOptions of(ChatOptions options, Dialect dialect, String model, String... unknown) {
		List<Object> rejected = new ArrayList<>(dialect.get(DialectKey.REJECTS));
		rejected.addAll(List.of(unknown));
		PortableOptions portable = new PortableOptions(options, List.of()).without(rejected,
				model + " does not take it");
		if (forcesCall(portable.accepted()) && !dialect.get(DialectKey.FORCED_CALL_BESIDE_REASONING)
				&& ReasoningScale.isOn(portable.accepted().reasoning())) {
			portable = portable.without("reasoning", model + " cannot be made to call a tool while it thinks");
		}
		return ReasoningScale.isOn(portable.accepted().reasoning()) ? portable
			.without(dialect.get(DialectKey.REASONING_REJECTS), model + " does not take it while it thinks") : portable;
	}

	private static boolean forcesCall(ChatOptions options) {
		ToolChoice choice = options.toolChoice();
		return choice != null && (choice.mode() == ToolChoice.Mode.REQUIRED || choice.mode() == ToolChoice.Mode.NAMED);
	}

	private PortableOptions without(List<?> names, String why) {
		PortableOptions portable = this;
		for (Option option : names.isEmpty() ? List.<Option>of() : OPTIONS) {
			portable = names.contains(option.name()) ? portable.without(option.name(), why) : portable;
		}
		return portable;
	}

	/**
	 * Leaves out an option, if it is set.
	 * @param name the option's name as written in configuration
	 * @param why why, in a clause
	 * @return the options without it
	 * @throws LlmException with reason {@code UNSUPPORTED} if the options are strict and
	 * it is set
	 */
	public PortableOptions without(String name, String why) {
		for (Option option : OPTIONS) {
			if (option.name().equals(name) && option.value().apply(this.accepted) != null) {
				return changed(option.remove(), "The option '" + option.written() + "' was left out: " + why + ".",
						"the option '" + option.written() + "' cannot be sent: " + why);
			}
		}
		return this;
	}

	/**
	 * Lowers the temperature to what the service takes.
	 * @param most the highest temperature that it takes
	 * @return the options with a temperature that is not above it
	 * @throws LlmException with reason {@code UNSUPPORTED} if the options are strict and
	 * the temperature is above it
	 */
	public PortableOptions temperatureUpTo(double most) {
		Double temperature = this.accepted.temperature();
		if (temperature == null || temperature <= most) {
			return this;
		}
		return changed((options) -> options.temperature(most),
				"The temperature " + temperature + " was lowered to " + most + ", the most that the service takes.",
				"the temperature " + temperature + " is above " + most + ", the most that the service takes");
	}

	/**
	 * Changes an option to what the service takes.
	 * @param change makes the change
	 * @param warning what is changed and why, as a sentence
	 * @param refusal the same as the clause of an exception
	 * @return the changed options
	 * @throws LlmException with reason {@code UNSUPPORTED} if the options are strict
	 */
	public PortableOptions changed(Consumer<ChatOptions.Builder> change, String warning, String refusal) {
		if (Boolean.TRUE.equals(this.accepted.strict())) {
			throw LlmException.builder(LlmException.Reason.UNSUPPORTED, refusal)
				.advice("Leave the option out, choose another model, or do without 'strict'.")
				.build();
		}
		ChatOptions.Builder options = this.accepted.toBuilder();
		change.accept(options);
		List<String> warnings = new ArrayList<>(this.warnings);
		warnings.add(warning);
		return new PortableOptions(options.build(), List.copyOf(warnings));
	}

	/**
	 * Notes that an option has less effect than asked for.
	 * @param warning what the effect is and why, as a sentence
	 * @param refusal why the option cannot be followed, as the clause of an exception
	 * @return the options with the warning
	 * @throws LlmException with reason {@code UNSUPPORTED} if the options are strict
	 */
	public PortableOptions weakened(String warning, String refusal) {
		return changed((options) -> {
		}, warning, refusal);
	}

	/**
	 * Notes that a model thinks although it was asked not to.
	 * @param model the model's name
	 * @return the options with the warning
	 * @throws LlmException with reason {@code UNSUPPORTED} if the options are strict
	 */
	public PortableOptions thinkingAnyway(String model) {
		String refusal = "the model " + model + " cannot be kept from thinking";
		return changed((options) -> {
		}, "T" + refusal.substring(1) + ": it was asked to think as little as it can.", refusal);
	}

	/**
	 * Names that {@link DialectKey#REJECTS} may hold.
	 * @return the option names as written in configuration, and for the option
	 * {@code tool-choice} one for each choice, such as {@code tool-choice-required}
	 */
	public static Set<String> names() {
		return Set.copyOf(OPTIONS.stream().map(Option::name).toList());
	}

	private record Option(String name, String written, Function<ChatOptions, @Nullable Object> value,
			Consumer<ChatOptions.Builder> remove) {

		Option(String name, Function<ChatOptions, @Nullable Object> value, Consumer<ChatOptions.Builder> remove) {
			this(name, name, value, remove);
		}

		static Option ofChoice(ToolChoice.Mode mode) {
			String word = mode.name().toLowerCase(Locale.ROOT);
			return new Option("tool-choice-" + word, "tool-choice",
					(options) -> (options.toolChoice() != null && options.toolChoice().mode() == mode)
							? options.toolChoice() : null,
					(options) -> options.toolChoice(null));
		}

	}

}
