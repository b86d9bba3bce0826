package io.github.llmspring.tools;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.llmspring.ChatClient;
import io.github.llmspring.ChatOptions;
import io.github.llmspring.ChatPrompt;
import io.github.llmspring.ChatResponse;
import io.github.llmspring.Content;
import io.github.llmspring.Message;
import io.github.llmspring.ToolDefinition;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolLoopProvider}: on which threads tools run, for how long and with
 * what around them.
 */
@Timeout(30)
class ToolThreadsTests {

	private static final Content.ToolCall[] THREE = { ScriptedProvider.call("c0", "work", "{\"number\":0}"),
			ScriptedProvider.call("c1", "work", "{\"number\":1}"),
			ScriptedProvider.call("c2", "work", "{\"number\":2}") };

	private final ScriptedProvider provider = ScriptedProvider.of(ScriptedProvider.calls(THREE),
			ScriptedProvider.says("Done."));

	private ChatPrompt prompt(Work work) {
		ToolDefinition tool = Tools.function("work", "Works", Input.class, (input) -> {
			try {
				return work.on(input.number());
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		return ChatClient.of(new ToolLoopProvider(this.provider, ToolLoopSettings.DEFAULTS, ToolApproval.ALL))
			.prompt("Hi")
			.tools(tool);
	}

	@Test
	void callsOfOneTurnRunTogetherAndAnswerInOrder() {
		CyclicBarrier together = new CyclicBarrier(3);
		CountDownLatch lastIsDone = new CountDownLatch(1);
		List<Integer> finished = new CopyOnWriteArrayList<>();
		prompt((number) -> {
			together.await(20, TimeUnit.SECONDS);
			if (number != 2) {
				lastIsDone.await(20, TimeUnit.SECONDS);
			}
			finished.add(number);
			lastIsDone.countDown();
			return "result " + number;
		}).call();
		assertThat(finished).startsWith(2);
		assertThat(this.provider.results(1)).extracting(Content.ToolResult::text)
			.containsExactly("result 0", "result 1", "result 2");
	}

	@Test
	void callsRunOneByOneWhereParallelCallsAreNotWanted() {
		Queue<Runnable> begun = new ArrayDeque<>();
		CompletableFuture<ChatResponse> response = ChatClient
			.of(new ToolLoopProvider(this.provider, ToolLoopSettings.DEFAULTS, ToolApproval.ALL, begun::add))
			.prompt("Hi")
			.tools(Tools.function("work", "Works", Input.class, (input) -> ""))
			.options(ChatOptions.builder().parallelToolCalls(false).build())
			.mono()
			.toFuture();
		for (int call = 0; call < THREE.length; call++) {
			assertThat(begun).hasSize(1);
			begun.remove().run();
		}
		assertThat(response).isCompleted();
	}

	@Test
	void toolsRunOnThreadsOfTheirOwnThatMayBlock() {
		List<String> names = new CopyOnWriteArrayList<>();
		prompt((number) -> {
			names.add(Thread.currentThread().getName());
			assertThat(Thread.currentThread().isDaemon()).isTrue();
			return ChatClient.of(ScriptedProvider.of(ScriptedProvider.says("inner"))).prompt("Hi").content();
		}).call();
		assertThat(names).hasSize(3).allMatch((name) -> name.startsWith("llm-tool-"));
		assertThat(this.provider.results(1)).extracting(Content.ToolResult::text).containsOnly("inner");
	}

	@Test
	void callThatTakesTooLongIsInterrupted() throws Exception {
		CountDownLatch started = new CountDownLatch(3);
		CountDownLatch interrupted = new CountDownLatch(3);
		VirtualTimeScheduler clock = VirtualTimeScheduler.create();
		ToolDefinition tool = Tools.function("work", "Works", Input.class, (input) -> {
			started.countDown();
			return waitFor(interrupted);
		});
		CompletableFuture<ChatResponse> response = ChatClient
			.of(new ToolLoopProvider(this.provider, ToolLoopSettings.DEFAULTS, ToolApproval.ALL, ToolThreads.SHARED,
					clock))
			.prompt("Hi")
			.tools(tool)
			.mono()
			.toFuture();
		assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
		clock.advanceTimeBy(Duration.ofMinutes(1));
		assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(response.get(20, TimeUnit.SECONDS).warnings()).hasSize(1);
		assertThat(this.provider.results(1)).extracting(Content.ToolResult::error).containsOnly(true);
	}

	@Test
	void cancellingInterruptsTheTools() throws Exception {
		CountDownLatch started = new CountDownLatch(3);
		CountDownLatch interrupted = new CountDownLatch(3);
		Disposable subscription = prompt((number) -> {
			started.countDown();
			return waitFor(interrupted);
		}).stream().events().subscribe();
		assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
		subscription.dispose();
		assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.provider.requests()).hasSize(1);
	}

	@Test
	void closingTheWaitingStreamInterruptsTheTools() throws Exception {
		CountDownLatch started = new CountDownLatch(3);
		CountDownLatch interrupted = new CountDownLatch(3);
		Stream<String> stream = prompt((number) -> {
			started.countDown();
			return waitFor(interrupted);
		}).stream().toStream();
		Iterator<String> pieces = stream.iterator();
		Thread reader = new Thread(pieces::hasNext);
		reader.setUncaughtExceptionHandler((thread, expected) -> {
		});
		reader.start();
		assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
		stream.close();
		assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
		reader.interrupt();
		reader.join(20_000);
	}

	@Test
	void toolSeesWhatItsCallersThreadSees() {
		ThreadLocal<String> user = new ThreadLocal<>();
		ContextRegistry.getInstance().registerThreadLocalAccessor("tests.user", user);
		try {
			user.set("ann");
			prompt((number) -> "for " + user.get()).call();
			assertThat(this.provider.results(1)).extracting(Content.ToolResult::text).containsOnly("for ann");
			user.remove();
			ScriptedProvider again = ScriptedProvider.of(ScriptedProvider.calls(THREE), ScriptedProvider.says("Done."));
			ToolDefinition tool = Tools.function("work", "Works", Input.class, (input) -> "for " + user.get());
			ChatClient.of(new ToolLoopProvider(again, ToolLoopSettings.DEFAULTS, ToolApproval.ALL))
				.prompt("Hi")
				.tools(tool)
				.mono()
				.contextWrite((context) -> context.put("tests.user", "bo"))
				.block();
			assertThat(again.results(1)).extracting(Content.ToolResult::text).containsOnly("for bo");
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor("tests.user");
		}
	}

	@Test
	void boundedPoolRunsToolsWhereThereAreNoVirtualThreads() {
		List<String> names = new CopyOnWriteArrayList<>();
		ToolDefinition tool = Tools.function("work", "Works", Input.class, (input) -> {
			names.add(Thread.currentThread().getName());
			return "";
		});
		ChatClient
			.of(new ToolLoopProvider(this.provider, ToolLoopSettings.DEFAULTS, ToolApproval.ALL, ToolThreads.pool()))
			.prompt()
			.messages(Message.user("Hi"))
			.tools(tool)
			.toolContext(Map.of())
			.call();
		assertThat(names).hasSize(3).allMatch((name) -> name.startsWith("llm-tool-"));
	}

	private static String waitFor(CountDownLatch interrupted) {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			interrupted.countDown();
		}
		return "";
	}

	record Input(int number) {
	}

	@FunctionalInterface
	interface Work {

		String on(int number) throws Exception;

	}

}
