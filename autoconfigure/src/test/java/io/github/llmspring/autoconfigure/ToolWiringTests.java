package io.github.llmspring.autoconfigure;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatRequest;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.FinishReason;
import io.github.llmspring.LlmException;
import io.github.llmspring.LlmException.Reason;
import io.github.llmspring.Message;
import io.github.llmspring.Role;
import io.github.llmspring.ToolDefinition;
import io.github.llmspring.tools.ToolApproval;
import io.github.llmspring.tools.ToolLoopSettings;
import io.github.llmspring.tools.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that each property of tools has its effect on every client, and that what the
 * application brings for tools is used.
 */
@Timeout(60)
class ToolWiringTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class))
		.withUserConfiguration(Models.class)
		.withPropertyValues("llm.default-model=three-turns");

	private final List<Integer> ran = new CopyOnWriteArrayList<>();

	private final ToolDefinition work = Tools.function("work", "Works", Number.class, (number) -> {
		this.ran.add(number.value());
		return number.value();
	});

	/**
	 * Uses every client there is, since all are to behave alike: the plain one, that of a
	 * provider of the application, and that of an entry which the application replaces.
	 */
	private void eachClient(ApplicationContextRunner context, Consumer<ChatPrompt> test) {
		Consumer<ChatClient> each = (client) -> {
			this.ran.clear();
			test.accept(client.prompt("Hello").tools(this.work));
		};
		ApplicationContextRunner clients = context.withUserConfiguration(WantsClients.class);
		clients.run((started) -> started.getBean(WantsClients.class).clients().forEach(each));
		clients.withPropertyValues("llm.providers.three-turns.type=simulated")
			.run((started) -> started.getBean(WantsClients.class).clients().forEach(each));
	}

	@Test
	void toolsAreRunWithinTheUsualBounds() {
		eachClient(this.runner, (prompt) -> {
			assertThat(prompt.call().content()).isEqualTo("Done.");
			assertThat(this.ran).containsExactlyInAnyOrder(0, 1, 0, 1);
		});
		this.runner.run((context) -> {
			ToolLoopSettings settings = context.getBean(ToolLoopSettings.class);
			assertThat(settings).usingRecursiveComparison().isEqualTo(ToolLoopSettings.DEFAULTS);
		});
	}

	@Test
	void turnsAreBounded() {
		eachClient(this.runner.withPropertyValues("llm.tools.max-turns=2"), (prompt) -> {
			assertThatExceptionOfType(LlmException.class).isThrownBy(prompt::call)
				.withMessageContaining("in turn 2, the last. Raise llm.tools.max-turns")
				.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.BUDGET_EXCEEDED));
			assertThat(this.ran).hasSize(2);
		});
	}

	@Test
	void callsAreBounded() {
		eachClient(this.runner.withPropertyValues("llm.tools.max-calls=3"),
				(prompt) -> assertThatExceptionOfType(LlmException.class).isThrownBy(prompt::call)
					.withMessageContaining("at most 3 are run for one answer. Raise llm.tools.max-calls"));
	}

	@Test
	void callsOfATurnAreBounded() {
		eachClient(this.runner.withPropertyValues("llm.tools.max-calls-per-turn=1"), (prompt) -> {
			assertThat(results(prompt.call()).get(1).text())
				.startsWith("Not run: at most 1 calls are run in one turn.");
			assertThat(this.ran).containsExactly(0, 0);
		});
	}

	@Test
	void argumentsAreBounded() {
		eachClient(this.runner.withPropertyValues("llm.tools.max-arguments=10"), (prompt) -> {
			assertThat(results(prompt.call()).get(0).text()).contains("at most 10 are taken");
			assertThat(this.ran).isEmpty();
		});
	}

	@Test
	void callsThatRunTogetherAreBounded() {
		Queue<Runnable> begun = new ArrayDeque<>();
		this.runner.withPropertyValues("llm.tools.parallel=1")
			.withBean("llmToolExecutor", Executor.class, () -> begun::add)
			.run((context) -> {
				CompletableFuture<ChatResponse> response = context.getBean(ChatClient.class)
					.prompt("Hello")
					.tools(this.work)
					.mono()
					.toFuture();
				for (int call = 0; call < 4; call++) {
					assertThat(begun).hasSize(1);
					begun.remove().run();
				}
				assertThat(response).isCompleted();
			});
		assertThat(this.ran).containsExactly(0, 1, 0, 1);
	}

	@Test
	void timeOfACallIsBounded() {
		ToolDefinition endless = Tools.function("work", "Works", Number.class, (number) -> forEver());
		this.runner.withPropertyValues("llm.tools.timeout.call=20ms").run((context) -> {
			ChatResponse response = context.getBean(ChatClient.class).prompt("Hello").tools(endless).call();
			assertThat(results(response)).extracting(Content.ToolResult::text)
				.containsOnly("The tool did not answer within 20 ms and was stopped.");
		});
	}

	@Test
	void timeOfAllIsBounded() {
		ToolDefinition endless = Tools.function("work", "Works", Number.class, (number) -> forEver());
		this.runner.withPropertyValues("llm.tools.timeout.total=50ms")
			.run((context) -> assertThatExceptionOfType(LlmException.class)
				.isThrownBy(() -> context.getBean(ChatClient.class).prompt("Hello").tools(endless).call())
				.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT_TOTAL)));
	}

	@Test
	void settingsOfTheApplicationReplaceTheProperties() {
		eachClient(
				this.runner.withPropertyValues("llm.tools.max-turns=1")
					.withBean(ToolLoopSettings.class, () -> ToolLoopSettings.builder().maxCallsPerTurn(1).build()),
				(prompt) -> assertThat(prompt.call().content()).isEqualTo("Done."));
	}

	@Test
	void everyApprovalOfTheApplicationIsAskedUntilOneRefuses() {
		eachClient(this.runner.withUserConfiguration(Approvals.class), (prompt) -> {
			assertThat(results(prompt.call())).extracting(Content.ToolResult::text)
				.containsExactly("0", "The call was not allowed: Not 1. Do not repeat it.", "0",
						"The call was not allowed: Not 1. Do not repeat it.");
			assertThat(this.ran).containsExactly(0, 0);
		});
	}

	@Test
	void approvalMayAskAModelItself() {
		this.runner.withUserConfiguration(AskingApproval.class).run((context) -> {
			ChatResponse response = context.getBean(ChatClient.class).prompt("Hello").tools(this.work).call();
			assertThat(results(response).get(0).text()).contains("not allowed: The model says: Done.");
		});
	}

	@Test
	void toolsRunOnThreadsOfTheirOwn() {
		assertThat(threads(this.runner)).allMatch((name) -> name.startsWith("llm-tool-"));
	}

	@Test
	void executorOfTheApplicationIsUsedByItsName() {
		assertThat(threads(this.runner.withUserConfiguration(Executors.class)))
			.allMatch((name) -> name.equals("of the application"));
	}

	@Test
	void otherExecutorsOfTheApplicationAreLeftAlone() {
		assertThat(threads(this.runner.withBean("applicationTaskExecutor", Executor.class, () -> (task) -> {
			throw new IllegalStateException("not for tools");
		}))).allMatch((name) -> name.startsWith("llm-tool-"));
	}

	private List<String> threads(ApplicationContextRunner context) {
		List<String> threads = new CopyOnWriteArrayList<>();
		ToolDefinition tool = Tools.function("work", "Works", Number.class,
				(number) -> threads.add(Thread.currentThread().getName()));
		context.run((started) -> started.getBean(ChatClient.class).prompt("Hello").tools(tool).call());
		assertThat(threads).hasSize(4);
		return threads;
	}

	private static String forEver() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return "";
	}

	private static List<Content.ToolResult> results(ChatResponse response) {
		return response.messages()
			.stream()
			.flatMap((message) -> message.pieces(Content.ToolResult.class).stream())
			.toList();
	}

	record Number(int value) {
	}

	/**
	 * Models that work for two turns, two calls each, and then say so.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Models {

		@Bean("three-turns")
		ChatProvider threeTurns() {
			return (request) -> Flux.just(new ChatEvent.Completed(turn(request)));
		}

		private static ChatResponse turn(ChatRequest request) {
			long turns = request.messages().stream().map(Message::role).filter(Role.TOOL::equals).count();
			if (turns == 2 || request.tools().isEmpty()) {
				return ChatResponse.builder().content(new Content.Text("Done.")).build();
			}
			ChatResponse.Builder turn = ChatResponse.builder().finishReason(FinishReason.TOOL_CALLS, null);
			IntStream.range(0, 2)
				.forEach((i) -> turn.content(new Content.ToolCall("c" + i, "work", "{\"value\":" + i + "}")));
			return turn.build();
		}

	}

	/**
	 * The plain client and that of a provider.
	 */
	@Configuration(proxyBeanMethods = false)
	static class WantsClients {

		private final List<ChatClient> clients;

		WantsClients(ChatClient client, @Qualifier("three-turns") ChatClient own) {
			this.clients = List.of(client, own);
		}

		List<ChatClient> clients() {
			return this.clients;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Approvals {

		@Bean
		@Order(2)
		ToolApproval neverAskedAboutOne() {
			return (invocation) -> invocation.call().arguments().contains("1")
					? ToolApproval.Decision.refused("asked in the wrong order") : ToolApproval.Decision.ALLOWED;
		}

		@Bean
		@Order(1)
		ToolApproval notOne() {
			return (invocation) -> invocation.call().arguments().contains("1") ? ToolApproval.Decision.refused("Not 1.")
					: ToolApproval.Decision.ALLOWED;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AskingApproval {

		@Bean
		ToolApproval asking(ChatClient client) {
			return (invocation) -> ToolApproval.Decision
				.refused("The model says: " + client.prompt("May it?").content());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Executors {

		@Bean
		Executor llmToolExecutor() {
			return (task) -> {
				Thread thread = new Thread(task, "of the application");
				thread.setDaemon(true);
				thread.start();
			};
		}

		@Bean
		Executor another() {
			return Runnable::run;
		}

	}

}
