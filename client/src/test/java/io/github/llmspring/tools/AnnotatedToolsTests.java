package io.github.llmspring.tools;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.LlmException;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.ToolInvocation;
import io.github.llmspring.ToolOutput;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.aop.framework.ProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Tool} methods and {@link Tools}.
 */
class AnnotatedToolsTests {

	private static ToolDefinition tool(Object source, String name) {
		return Tools.of(source).stream().filter((tool) -> tool.name().equals(name)).findFirst().orElseThrow();
	}

	private static Content.ToolResult answer(Object source, String name, String arguments,
			Map<String, Object> context) {
		ScriptedProvider provider = ScriptedProvider
			.of(ScriptedProvider.calls(ScriptedProvider.call("c1", name, arguments)), ScriptedProvider.says("Done."));
		client(provider).prompt("Hi").tools(source).toolContext(context).call();
		return provider.results(1).get(0);
	}

	private static ChatClient client(ScriptedProvider provider) {
		return ChatClient
			.of(new ToolLoopProvider(provider, ToolLoopSettings.DEFAULTS, ToolApproval.ALL, Runnable::run));
	}

	private static String answer(Object source, String name, String arguments) {
		Content.ToolResult result = answer(source, name, arguments, Map.of());
		assertThat(result.error()).as(result.text()).isFalse();
		return result.text();
	}

	@Test
	void parametersBecomeTheSchemaInTheirOrder() {
		assertThat(tool(new Travel(), "book").description()).isEqualTo("Books a journey");
		assertThat(tool(new Travel(), "book").inputSchema()).isEqualTo("""
				{"type":"object","properties":{\
				"to":{"type":"string","description":"City"},\
				"day":{"type":"string","format":"date"},\
				"travellers":{"type":"array","items":{"type":"object","properties":{\
				"name":{"type":"string","description":"Full name"},"age":{"type":"integer"}},\
				"required":["name"],"additionalProperties":false}},\
				"note":{"type":"string"},"seat":{"type":"string"},"bags":{"type":"integer"}},\
				"required":["to","day","travellers"],"additionalProperties":false}""");
	}

	@Test
	void argumentsAreBoundToParameters() {
		assertThat(answer(new Travel(), "book", """
				{"to":"Oslo","day":"2026-12-24","travellers":[{"name":"Ann","age":null},{"name":"Bo","age":7}],
				"note":"quiet","bags":2}""")).isEqualTo("Oslo 2026-12-24 [Ann null, Bo 7] Optional[quiet] null 2");
	}

	@Test
	void optionalArgumentsMayBeMissingOrNull() {
		assertThat(answer(new Travel(), "book",
				"{\"to\":\"Oslo\",\"day\":\"2026-12-24\",\"travellers\":[],\"note\":null,\"seat\":null,\"bags\":null}"))
			.isEqualTo("Oslo 2026-12-24 [] Optional.empty null 0");
	}

	@Test
	void argumentThatNoTypeCanBeMadeOfIsTheModelsFault() {
		Content.ToolResult result = answer(new Travel(), "book",
				"{\"to\":\"Oslo\",\"day\":\"tomorrow\",\"travellers\":[]}", Map.of());
		assertThat(result.error()).isTrue();
		assertThat(result.text()).startsWith("The arguments do not fit the tool's schema: ")
			.contains("tomorrow")
			.endsWith("Call it again with arguments that fit.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			text      | plain
			number    | 5
			record    | {"name":"Ann","age":3}
			nothing   | Done.
			none      | null
			output    | as it is
			later     | later
			mono      | {"name":"Bo","age":null}
			flux      | [1,2]
			""")
	void whatAMethodReturnsBecomesText(String name, String text) {
		assertThat(answer(new Answers(), name, "{}")).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "fails", "failsLater", "failsReactively" })
	void exceptionOfAMethodIsToldByItsMessage(String name) {
		Content.ToolResult result = answer(new Answers(), name, "{}", Map.of());
		assertThat(result.error()).isTrue();
		assertThat(result.text()).isEqualTo("The tool failed: out of stock.");
	}

	@Test
	void toolsComeInTheOrderOfTheirNames() {
		assertThat(Tools.of(new Answers())).extracting(ToolDefinition::name).isSorted().hasSize(14);
	}

	@Test
	void classProxyIsCalledThroughTheProxy() {
		Counter advice = new Counter();
		ProxyFactory factory = new ProxyFactory(new Shop());
		factory.setProxyTargetClass(true);
		factory.addAdvice(advice);
		assertThat(answer(factory.getProxy(), "price", "{\"item\":\"tea\"}")).isEqualTo("3");
		assertThat(advice.calls).isEqualTo(1);
	}

	@Test
	void interfaceProxyIsCalledThroughTheProxy() {
		Counter advice = new Counter();
		ProxyFactory factory = new ProxyFactory(new Shop());
		factory.setInterfaces(Prices.class);
		factory.addAdvice(advice);
		assertThat(answer(factory.getProxy(), "price", "{\"item\":\"tea\"}")).isEqualTo("3");
		assertThat(advice.calls).isEqualTo(1);
	}

	@Test
	void methodThatAProxyHidesIsExplained() {
		ProxyFactory factory = new ProxyFactory(new Travel());
		factory.setInterfaces(Runnable.class);
		assertThatIllegalStateException().isThrownBy(() -> Tools.of(factory.getProxy()))
			.withMessageContaining("Need to invoke method 'book'");
	}

	@Test
	void annotationsOfInterfacesAndTypeVariablesAreFound() {
		assertThat(answer(new Doubler(), "twice", "{\"value\":{\"name\":\"Ann\",\"age\":2}}"))
			.isEqualTo("{\"name\":\"Ann\",\"age\":4}");
	}

	@Test
	void annotationsOfAnInterfacesParametersAreHeard() {
		assertThat(tool(new Vault(), "open").inputSchema()).isEqualTo(
				"{\"type\":\"object\",\"properties\":{\"door\":{\"type\":\"string\",\"description\":\"Which one\"}},"
						+ "\"required\":[\"door\"],\"additionalProperties\":false}");
		assertThat(answer(new Vault(), "open", "{\"door\":\"left\"}", Map.of("keeper", "ann")).text())
			.isEqualTo("ann opens left");
	}

	@Test
	void optionalNumbersMayBeMissing() {
		assertThat(answer(new Answers(), "numbers", "{}"))
			.isEqualTo("OptionalInt.empty OptionalLong.empty OptionalDouble.empty");
		assertThat(answer(new Answers(), "numbers", "{\"small\":1,\"large\":2,\"part\":0.5}"))
			.isEqualTo("OptionalInt[1] OptionalLong[2] OptionalDouble[0.5]");
	}

	@Test
	void typeThatJsonCannotBecomeIsNotTheModelsFault() {
		Content.ToolResult result = answer(new Answers(), "runs", "{\"task\":{}}", Map.of());
		assertThat(result.error()).isTrue();
		assertThat(result.text()).startsWith("The tool failed: java.lang.Runnable cannot be made of JSON: ")
			.doesNotContain("Call it again");
	}

	@Test
	void contextComesFromTheApplication() {
		Map<String, Object> context = Map.of("user", new User("ann"), "tenant", "acme");
		assertThat(answer(new Account(), "balance", "{\"currency\":\"EUR\"}", context).text())
			.isEqualTo("ann of Optional[acme] in EUR, null, call c1");
		assertThat(tool(new Account(), "balance").inputSchema()).isEqualTo(
				"{\"type\":\"object\",\"properties\":{\"currency\":{\"type\":\"string\"}},\"required\":[\"currency\"],"
						+ "\"additionalProperties\":false}");
	}

	@Test
	void modelCannotGiveContext() {
		Content.ToolResult result = answer(new Account(), "balance",
				"{\"currency\":\"EUR\",\"user\":{\"name\":\"eve\"}}", Map.of("user", new User("ann")));
		assertThat(result.error()).isTrue();
		assertThat(result.text()).contains("property 'user' is not defined");
	}

	@Test
	void contextIsNeverSent() {
		ScriptedProvider provider = ScriptedProvider.of(
				ScriptedProvider.calls(ScriptedProvider.call("c1", "balance", "{\"currency\":\"EUR\"}")),
				ScriptedProvider.says("Done."));
		client(provider).prompt("Hi").tools(new Account()).toolContext("user", new User("ann")).call();
		assertThat(provider.requests()).allSatisfy((request) -> {
			assertThat(request.tools()).noneMatch((tool) -> tool.inputSchema().contains("user"));
			assertThat(request.messages().toString()).doesNotContain("User[");
		});
	}

	@Test
	void missingContextIsExplainedBeforeAnythingIsSent() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.says("Hi"));
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> client(provider).prompt("Hi").tools(new Account()).call())
			.withMessage("the tool 'balance' needs 'user' of " + User.class.getName()
					+ " in its context, which holds none. Give it with toolContext(\"user\", ..) of the prompt.");
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> client(provider).prompt("Hi").tools(new Account()).toolContext("user", "a string").call())
			.withMessageContaining("which holds another type");
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(() -> client(provider).prompt("Hi")
				.tools(new Account())
				.toolContext("user", new User("ann"))
				.toolContext("tenant", 5)
				.call())
			.withMessageContaining("needs 'tenant' of java.lang.String in its context, which holds another type");
		assertThat(provider.requests()).isEmpty();
	}

	@Test
	void functionSeesArgumentsAndContext() {
		ToolDefinition greet = Tools.function("greet", "Greets", Traveller.class,
				(traveller, invocation) -> traveller.name() + " meets " + invocation.context().get("user"));
		assertThat(answer(greet, "greet", "{\"name\":\"Bo\"}", Map.of("user", "ann")).text()).isEqualTo("Bo meets ann");
	}

	@Test
	void wrongDeclarationsAreExplained() {
		assertThatIllegalArgumentException().isThrownBy(() -> Tools.of(new Twins()))
			.withMessageContaining("are called 'same'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Tools.function("no blanks", "", Traveller.class, (traveller) -> ""))
			.withMessageStartingWith("A tool cannot be called 'no blanks'");
		assertThatIllegalArgumentException().isThrownBy(() -> Tools.function("f", "", List.class, (list) -> ""))
			.withMessageContaining("wrap it in a record");
		ChatClient client = client(ScriptedProvider.of(ScriptedProvider.says("Hi")));
		assertThatIllegalArgumentException().isThrownBy(() -> client.prompt().tools(new Object()))
			.withMessageContaining("no method annotated with @Tool");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> client.prompt().tools(new Shop(), List.of(tool(new Shop(), "price"))))
			.withMessageContaining("Two tools are called 'price'");
	}

	@Test
	void promptTakesToolsFromManySources() {
		ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.says("Hi"));
		ToolDefinition manual = new ToolDefinition("manual", "By hand", "{\"type\":\"object\"}");
		ChatResponse response = client(provider).prompt("Hi")
			.tools(new Shop(), manual)
			.tools(Tools.of(new Doubler()))
			.call();
		assertThat(response.content()).isEqualTo("Hi");
		ChatRequest request = provider.requests().get(0);
		assertThat(request.tools()).extracting(ToolDefinition::name).containsExactly("price", "manual", "twice");
	}

	record User(String name) {
	}

	record Traveller(@ToolParam(description = "Full name") String name, @ToolParam(required = false) Integer age) {

		@Override
		public String toString() {
			return this.name + " " + this.age;
		}

	}

	static class Travel {

		@Tool(description = "Books a journey")
		String book(@JsonProperty("to") @ToolParam(description = "City") String city, LocalDate day,
				List<Traveller> travellers, Optional<String> note, @Nullable String seat,
				@ToolParam(required = false) int bags) {
			return city + " " + day + " " + travellers + " " + note + " " + seat + " " + bags;
		}

	}

	static class Answers {

		@Tool(description = "")
		String text() {
			return "plain";
		}

		@Tool(description = "")
		int number() {
			return 5;
		}

		@Tool(name = "record", description = "")
		private Traveller traveller() {
			return new Traveller("Ann", 3);
		}

		@Tool(description = "")
		void nothing() {
		}

		@Tool(description = "")
		Object none() {
			return null;
		}

		@Tool(description = "")
		ToolOutput output() {
			return ToolOutput.of("as it is");
		}

		@Tool(description = "")
		CompletableFuture<String> later() {
			return CompletableFuture.completedFuture("later");
		}

		@Tool(description = "")
		Mono<Traveller> mono() {
			return Mono.just(new Traveller("Bo", null));
		}

		@Tool(description = "")
		Flux<Integer> flux() {
			return Flux.just(1, 2);
		}

		@Tool(description = "")
		String fails() throws Exception {
			throw new Exception("out of stock");
		}

		@Tool(description = "")
		CompletableFuture<String> failsLater() {
			return CompletableFuture.failedFuture(new Exception("out of stock"));
		}

		@Tool(description = "")
		Mono<String> failsReactively() {
			return Mono.error(new Exception("out of stock"));
		}

		@Tool(description = "")
		String numbers(OptionalInt small, OptionalLong large, OptionalDouble part) {
			return small + " " + large + " " + part;
		}

		@Tool(description = "")
		void runs(Runnable task) {
			task.run();
		}

	}

	interface Prices {

		int price(String item);

	}

	static class Shop implements Prices {

		@Override
		@Tool(description = "Price of an item")
		public int price(String item) {
			return item.length();
		}

	}

	interface Twice<T> {

		@Tool(description = "Doubles")
		T twice(T value);

	}

	static class Doubler implements Twice<Traveller> {

		@Override
		public Traveller twice(Traveller value) {
			return new Traveller(value.name(), value.age() * 2);
		}

	}

	interface Doors {

		@Tool(description = "Opens a door")
		String open(@ToolParam(description = "Which one") String door, @ToolContext String keeper);

	}

	static class Vault implements Doors {

		@Override
		public String open(String door, String keeper) {
			return keeper + " opens " + door;
		}

	}

	static class Account {

		@Tool(description = "Balance of the user's account")
		String balance(String currency, @ToolContext("user") User who, @ToolContext Optional<String> tenant,
				@ToolContext @Nullable String branch, ToolInvocation invocation) {
			return who.name() + " of " + tenant + " in " + currency + ", " + branch + ", call "
					+ invocation.call().id();
		}

	}

	static class Twins {

		@Tool(description = "")
		void same() {
		}

		@Tool(description = "")
		void same(String other) {
		}

	}

	static final class Counter implements MethodInterceptor {

		private int calls;

		@Override
		public Object invoke(MethodInvocation invocation) throws Throwable {
			this.calls++;
			return invocation.proceed();
		}

	}

}
