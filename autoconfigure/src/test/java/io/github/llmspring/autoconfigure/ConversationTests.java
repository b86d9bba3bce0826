package io.github.llmspring.autoconfigure;

import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.llmspring.ChatClient;
import io.github.llmspring.Message;
import io.github.llmspring.memory.ConversationHistory;
import io.github.llmspring.memory.ConversationMemory;
import io.github.llmspring.memory.ConversationStore;
import io.github.llmspring.memory.InMemoryConversationStore;
import io.github.llmspring.memory.jdbc.JdbcConversationStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code llm.conversation} decides how conversations are remembered.
 */
class ConversationTests {

	private static final int ALL = Integer.MAX_VALUE;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, LlmJdbcConversationAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class))
		.withPropertyValues("llm.providers.sim.type=simulated", "llm.providers.other.type=simulated",
				"llm.providers.sim.model=echo", "llm.providers.other.model=echo", "llm.default-model=sim");

	private final ApplicationContextRunner withDatabase = this.runner.withUserConfiguration(Database.class);

	private static List<Message> said(ConversationStore store, String conversation) {
		return store.load(conversation, ALL).messages();
	}

	@Test
	void allClientsShareTheConversationsInMemory() {
		this.runner.withUserConfiguration(WantsOther.class).run((context) -> {
			context.getBean(ChatClient.class).prompt("Hello").conversation("c").content();
			context.getBean(WantsOther.class).client.prompt("And?").conversation("c").content();
			assertThat(context.getBean(ConversationStore.class)).isInstanceOf(InMemoryConversationStore.class);
			assertThat(said(context.getBean(ConversationStore.class), "c")).hasSize(4)
				.contains(Message.user("Hello"), Message.user("And?"));
		});
	}

	@Test
	void databaseAloneIsNoReasonToKeepConversationsInIt() {
		this.withDatabase.run((context) -> {
			assertThat(context.getBean(ConversationStore.class)).isInstanceOf(InMemoryConversationStore.class);
			assertThat(context).doesNotHaveBean(ConversationSchemaInitializer.class);
		});
	}

	@Test
	void databaseKeepsConversationsWhereItIsChosen() {
		this.withDatabase.withPropertyValues("llm.conversation.store=jdbc").run((context) -> {
			assertThat(context.getBean(ConversationStore.class)).isInstanceOf(JdbcConversationStore.class);
			context.getBean(ChatClient.class).prompt("Hello").conversation("c").content();
			assertThat(context.getBean(JdbcClient.class)
				.sql("SELECT COUNT(*) FROM llm_conversation_message WHERE conversation_id = 'c'")
				.query(Integer.class)
				.single()).isEqualTo(2);
		});
	}

	@ParameterizedTest
	@CsvSource({ "always, 1", "embedded, 1", "never, 0" })
	void tableIsCreatedWhereItIsWanted(String mode, int tables) {
		this.withDatabase
			.withPropertyValues("llm.conversation.store=jdbc", "llm.conversation.jdbc.initialize-schema=" + mode)
			.run((context) -> assertThat(context.getBean(JdbcClient.class)
				.sql("SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'LLM_CONVERSATION_MESSAGE'")
				.query(Integer.class)
				.single()).isEqualTo(tables));
	}

	@Test
	void storeOfTheApplicationReplacesOurs() {
		this.withDatabase.withUserConfiguration(OwnStore.class)
			.withPropertyValues("llm.conversation.store=jdbc")
			.run((context) -> {
				assertThat(context).hasSingleBean(ConversationStore.class).hasBean("mine");
				assertThat(context).doesNotHaveBean(ConversationSchemaInitializer.class);
				assertThat(context.getBean(ConversationMemory.class).store()).isSameAs(context.getBean("mine"));
			});
	}

	@Test
	void chosenDatabaseThatIsNotThereEndsTheStart() {
		this.runner.withPropertyValues("llm.conversation.store=jdbc")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidLlmConfigurationException.class)
				.hasMessageContaining("'llm.conversation.store'. There is no JdbcClient bean")
				.hasMessageContaining("spring-boot-starter-jdbc"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "org.springframework.jdbc", "org.springframework.boot.jdbc", "org.springframework.boot.sql" })
	void conversationsAreRememberedWithoutLibrariesOfDatabases(String missing) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(LlmAutoConfiguration.class, LlmJdbcConversationAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> {
				context.getBean(ChatClient.class).prompt("Hello").conversation("c").content();
				assertThat(said(context.getBean(ConversationStore.class), "c")).hasSize(2);
			});
	}

	@Test
	void boundsAreThoseOfTheProperties() {
		this.runner
			.withPropertyValues("llm.conversation.max-tokens=77", "llm.conversation.max-conversations=1",
					"llm.conversation.idle-time=30m")
			.run((context) -> {
				assertThat(context.getBean(ConversationMemory.class).maxTokens()).isEqualTo(77);
				ConversationStore store = context.getBean(ConversationStore.class);
				store.append("a", 0, List.of(Message.user("x".repeat(160))));
				store.append("a", 1, List.of(Message.user("y".repeat(160))));
				assertThat(said(store, "a")).containsExactly(Message.user("y".repeat(160)));
				store.append("b", 0, List.of(Message.user("b")));
				assertThat(said(store, "a")).isEmpty();
				assertThat(said(store, "b")).hasSize(1);
			});
	}

	@Test
	void idleTimeIsThatOfTheProperty() {
		this.runner.withPropertyValues("llm.conversation.idle-time=1ns").run((context) -> {
			ConversationStore store = context.getBean(ConversationStore.class);
			store.append("a", 0, List.of(Message.user("a")));
			long end = System.nanoTime() + 5_000_000_000L;
			while (!said(store, "a").isEmpty() && System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			assertThat(said(store, "a")).isEmpty();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-tokens=0", "max-conversations=0", "idle-time=0s" })
	void boundThatIsNoneEndsTheStart(String property) {
		this.runner.withPropertyValues("llm.conversation." + property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidLlmConfigurationException.class)
				.hasMessageContaining("'llm.conversation." + property.split("=")[0] + "'"));
	}

	@Test
	void mistypedPropertyIsExplained() {
		this.runner.withPropertyValues("llm.conversation.max-token=5")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("There is no such property.")
				.hasMessageContaining("max-tokens"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Database {

		@Bean
		DataSource database() {
			return new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WantsOther {

		private final ChatClient client;

		WantsOther(@Qualifier("other") ChatClient client) {
			this.client = client;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStore {

		@Bean
		ConversationStore mine() {
			return new ConversationStore() {

				@Override
				public ConversationHistory load(String conversation, int maxTokens) {
					return ConversationHistory.NONE;
				}

				@Override
				public boolean append(String conversation, int position, List<Message> messages) {
					return true;
				}

				@Override
				public void delete(String conversation) {
				}

			};
		}

	}

}
