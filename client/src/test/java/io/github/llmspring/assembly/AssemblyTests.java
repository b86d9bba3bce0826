package io.github.llmspring.assembly;

import java.time.Duration;
import java.util.List;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatEvent;
import io.github.llmspring.ChatProvider;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.LlmException;
import io.github.llmspring.Message;
import io.github.llmspring.memory.ConversationMemory;
import io.github.llmspring.resilience.limit.RateLimitSettings;
import io.github.llmspring.routing.ModelRouter;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.simulated.SimulatedChatProvider;
import io.github.llmspring.simulated.SimulatedSettings;
import io.github.llmspring.tools.Tool;
import io.github.llmspring.tools.ToolApproval;
import io.github.llmspring.tools.ToolLoopSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Assembly}.
 */
class AssemblyTests {

	private static final ChatProvider SIMULATED = Assembly.surround("sim",
			new SimulatedChatProvider("sim", SimulatedSettings.DEFAULTS),
			Surroundings.builder().total(Duration.ofSeconds(20)).build());

	private static final ModelRouter ROUTER = Assembly.router(List.of(new ProviderEntry("sim", SIMULATED, "echo")),
			null);

	private static final String PROMPT = "call: twice {\"number\":4}";

	@Test
	void limitsStandInsideRetriesAndAreNotRetried() {
		ChatClient client = Assembly
			.client(Assembly.surround("sim", new SimulatedChatProvider("sim", SimulatedSettings.DEFAULTS),
					Surroundings.builder()
						.rateLimit(new RateLimitSettings(1L, null, null, Duration.ZERO, false, 0))
						.build()));
		client.prompt("One").content();
		assertThatExceptionOfType(LlmException.class).isThrownBy(() -> client.prompt("Two").content())
			.satisfies((ex) -> {
				assertThat(ex.reason()).isEqualTo(LlmException.Reason.RATE_LIMITED_LOCALLY);
				assertThat(ex.attempts()).hasSize(1);
			});
	}

	@Test
	void clientRunsTools() {
		ChatResponse response = Assembly.client(ROUTER).prompt(PROMPT).tools(new Numbers()).call();
		assertThat(response.content()).isEqualTo("This is echo of sim, simulated. twice answered: \"8\"");
		assertThat(response.messages()).hasSize(3);
		assertThat(Assembly.client(SIMULATED).prompt(PROMPT).tools(new Numbers()).content())
			.contains("twice answered: \"8\"");
	}

	@Test
	void streamOfAClientThatRunsToolsEndsOnce() {
		List<ChatEvent> events = Assembly.client(ROUTER)
			.prompt(PROMPT)
			.tools(new Numbers())
			.stream()
			.events()
			.collectList()
			.block();
		assertThat(events).filteredOn(ChatEvent.Completed.class::isInstance)
			.containsExactly(events.get(events.size() - 1));
		assertThat(events).filteredOn(ChatEvent.TurnCompleted.class::isInstance).hasSize(1);
		assertThat(events).filteredOn(ChatEvent.ToolAnswered.class::isInstance).hasSize(1);
	}

	@Test
	void clientRemembersTheTurnsOfToolsAndWhatWasSaidBefore() {
		ConversationMemory memory = ConversationMemory.inMemory();
		ChatClient client = Assembly.of(ROUTER).memory(memory).client();
		ChatResponse first = client.prompt(PROMPT).tools(new Numbers()).conversation("c").call();
		client.prompt("Thanks").conversation("c").stream().content().blockLast();
		assertThat(memory.store().load("c", Integer.MAX_VALUE).messages()).hasSize(6)
			.startsWith(Message.user(PROMPT))
			.containsAll(first.messages())
			.contains(Message.user("Thanks"));
	}

	@Test
	void boundsAndApprovalAreTheApplications() {
		ToolLoopSettings oneTurn = ToolLoopSettings.builder().maxTurns(1).build();
		assertThatExceptionOfType(LlmException.class)
			.isThrownBy(
					() -> Assembly.of(ROUTER).toolBounds(oneTurn).client().prompt(PROMPT).tools(new Numbers()).call())
			.withMessageStartingWith("sim/echo: the model still wants tools to be run in turn 1, the last. ");
		ChatClient strict = Assembly.of(ROUTER)
			.toolApproval((invocation) -> ToolApproval.Decision.refused("Not now."))
			.client();
		assertThat(strict.prompt(PROMPT).tools(new Numbers()).content())
			.contains("twice failed: \"The call was not allowed: Not now. Do not repeat it.\"");
	}

	static class Numbers {

		@Tool(description = "Doubles a number")
		int twice(int number) {
			return 2 * number;
		}

	}

}
