package io.github.llmspring.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.ModelInfo;
import io.github.llmspring.OutputFormat;
import io.github.llmspring.Role;
import io.github.llmspring.ToolChoice;
import io.github.llmspring.Usage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Embedded provider that answers without a key and without a network, the same every
 * time.
 * <p>
 * It says who it is and what it was asked, streams word by word, reports usage counted in
 * words, keeps to {@code maxOutputTokens} and {@code stop}, and fails, thinks or asks for
 * tools when a line of the message says so: {@code fail: rate_limited}, {@code fail:
 * stream_truncated after 3}, {@code think: hm}, {@code call: weather {"city":"Oslo"}}. It
 * also asks for the tools whose name is among the words of the message, with arguments
 * that hold the names which the message mentions: "the weather in Oslo?" calls
 * {@code weather {"city":"Oslo"}}. What the tools answer it quotes, and of what is
 * attached it says type and size.
 * <p>
 * A tool that has to be called it calls, and an answer of a set form it gives, both
 * filled by their schema: texts say the name of their property, numbers are the least
 * that is allowed, lists have two items. A line such as {@code city: Oslo}, an argument
 * or a result of a tool names a value.
 */
public final class SimulatedChatProvider implements ChatProvider {

	/**
	 * Word by which configuration asks for it.
	 */
	public static final String TYPE = "simulated";

	private static final Pattern WORD = Pattern.compile("\\S+\\s*");

	private final String id;

	private final SimulatedSettings settings;

	private final Failures failures;

	/**
	 * Simulated provider.
	 * @param id the provider's id
	 * @param settings how it behaves
	 */
	public SimulatedChatProvider(String id, SimulatedSettings settings) {
		this.id = id;
		this.settings = settings;
		this.failures = new Failures(id, settings);
	}

	@Override
	public Flux<ChatEvent> send(ChatRequest request) {
		Flux<ChatEvent> answer = Flux.defer(() -> answer(request));
		return this.settings.delay().isZero() ? answer : Mono.delay(this.settings.delay()).thenMany(answer);
	}

	@Override
	public Mono<List<ModelInfo>> models() {
		return Mono.just(List.of(new ModelInfo(this.settings.model(), null, null, null, null, this.id)));
	}

	private Flux<ChatEvent> answer(ChatRequest request) {
		String model = (request.model() != null) ? request.model() : this.settings.model();
		Script script = known(model, () -> Script.of(request));
		Reason drawn = this.failures.next();
		Reason fail = (drawn != null) ? drawn : script.fail();
		List<ChatEvent> events = known(model, () -> events(request, model, script));
		if (fail != null) {
			int delivered = request.streaming() ? Math.min(script.failAfter(), events.size() - 1) : 0;
			List<ChatEvent> before = events.subList(0, delivered);
			return paced(before).concatWith(Mono.error(() -> failure(fail, model, before)));
		}
		return request.streaming() ? paced(events) : Flux.just(events.get(events.size() - 1));
	}

	private <T> T known(String model, Supplier<T> step) {
		try {
			return step.get();
		}
		catch (LlmException ex) {
			throw ex.toBuilder().provider(this.id).model(model).build();
		}
	}

	private Flux<ChatEvent> paced(List<ChatEvent> events) {
		Flux<ChatEvent> all = Flux.fromIterable(events);
		return this.settings.pace().isZero() ? all : all.delayElements(this.settings.pace());
	}

	private List<ChatEvent> events(ChatRequest request, String model, Script script) {
		List<String> thoughts = words(script.thoughts());
		List<String> said = words(sentence(request, model, script));
		String whole = String.join("", said);
		List<String> kept = keep(request, said, thoughts.size());
		String text = untilStop(request, String.join("", kept));
		List<ChatEvent> events = new ArrayList<>();
		thoughts.forEach((word) -> events.add(new ChatEvent.ReasoningDelta(word)));
		words(text).forEach((word) -> events.add(new ChatEvent.TextDelta(word)));
		for (int i = 0; i < script.calls().size(); i++) {
			Content.ToolCall call = script.calls().get(i);
			events.add(new ChatEvent.ToolCallDelta(i, call.id(), call.name(), call.arguments()));
		}
		FinishReason reason = script.calls().isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS;
		boolean cut = String.join("", kept).length() < whole.length()
				&& text.length() == String.join("", kept).length();
		events.add(new ChatEvent.Completed(response(model, script.thoughts(), text, script.calls())
			.finishReason(cut ? FinishReason.LENGTH : reason, (cut ? FinishReason.LENGTH : reason).name())
			.usage(usage(request, thoughts.size(), words(text).size()))
			.build()));
		return events;
	}

	private String sentence(ChatRequest request, String model, Script script) {
		OutputFormat format = request.outputFormat();
		if (!script.calls().isEmpty() && (script.words().isEmpty() || format != null || forced(request))) {
			return "";
		}
		if (format != null) {
			return SchemaFiller.fill(format.schema(), request);
		}
		long turns = request.messages().stream().filter((message) -> message.role() == Role.USER).count();
		boolean ruled = request.messages().stream().anyMatch((message) -> message.role() == Role.SYSTEM);
		String results = results(request);
		if (!results.isEmpty()) {
			return "This is " + model + " of " + this.id + ", simulated. " + results;
		}
		return "This is " + model + " of " + this.id + ", simulated. You said: \"" + script.words() + "\""
				+ Attachments.sentence(request) + (ruled ? " I keep to the system prompt." : "")
				+ ((turns > 1) ? " That was your message number " + turns + "." : "");
	}

	private static boolean forced(ChatRequest request) {
		ToolChoice choice = request.options().toolChoice();
		return choice != null && choice.forcesCall();
	}

	private static String results(ChatRequest request) {
		List<Message> messages = request.messages();
		return messages.isEmpty() ? "" : messages.get(messages.size() - 1)
			.pieces(Content.ToolResult.class)
			.stream()
			.map((result) -> result.name() + (result.error() ? " failed: \"" : " answered: \"") + result.text() + "\"")
			.collect(Collectors.joining(" "));
	}

	private static List<String> words(String text) {
		List<String> words = new ArrayList<>();
		Matcher matcher = WORD.matcher(text);
		while (matcher.find()) {
			words.add(matcher.group());
		}
		return words;
	}

	private static List<String> keep(ChatRequest request, List<String> said, int spent) {
		Integer limit = request.options().maxOutputTokens();
		return (limit != null) ? said.subList(0, Math.max(0, Math.min(said.size(), limit - spent))) : said;
	}

	private static String untilStop(ChatRequest request, String text) {
		int end = text.length();
		for (String stop : request.options().stop()) {
			int at = text.indexOf(stop);
			end = (at >= 0) ? Math.min(end, at) : end;
		}
		return text.substring(0, end);
	}

	private ChatResponse.Builder response(String model, String thoughts, String text, List<Content.ToolCall> calls) {
		ChatResponse.Builder response = ChatResponse.builder().id("simulated").provider(this.id).model(model);
		if (!thoughts.isEmpty()) {
			response.content(new Content.Reasoning(thoughts));
		}
		if (!text.isEmpty()) {
			response.content(new Content.Text(text));
		}
		calls.forEach(response::content);
		return response;
	}

	private static Usage usage(ChatRequest request, long reasoning, long said) {
		long input = request.messages()
			.stream()
			.flatMap((message) -> message.content().stream())
			.mapToLong((content) -> words(told(content)).size())
			.sum();
		return new Usage(input, 0L, 0L, reasoning + said, reasoning, Map.of());
	}

	private static String told(Content content) {
		if (content instanceof Content.ToolResult result) {
			return result.text();
		}
		return (content instanceof Content.Text text) ? text.text() : "";
	}

	private LlmException failure(Reason reason, String model, List<ChatEvent> before) {
		return LlmException.builder(reason, "simulated failure")
			.provider(this.id)
			.model(model)
			.partial(partial(model, before))
			.build();
	}

	private @Nullable ChatResponse partial(String model, List<ChatEvent> before) {
		StringBuilder thoughts = new StringBuilder();
		StringBuilder text = new StringBuilder();
		for (ChatEvent event : before) {
			if (event instanceof ChatEvent.ReasoningDelta delta) {
				thoughts.append(delta.text());
			}
			else if (event instanceof ChatEvent.TextDelta delta) {
				text.append(delta.text());
			}
		}
		return before.isEmpty() ? null : response(model, thoughts.toString(), text.toString(), List.of()).build();
	}

}
