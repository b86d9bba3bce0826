package io.github.llmspring.http;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.llmspring.ChatProvider;
import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong between a service and us, and what should come of it.
 *
 * @param name what goes wrong, in a few words
 * @param scene makes the service that goes wrong
 * @param settings changes the provider's settings
 * @param timed whether it is time that brings it about
 * @param whole what a whole answer should become
 * @param stream what a stream should become
 */
record Fault(String name, Supplier<Scene> scene, UnaryOperator<ProviderSettings.Builder> settings, boolean timed,
		Outcome whole, Outcome stream) {

	static Fault of(String name, RawServer.Script script) {
		return new Fault(name, () -> Scene.failingOnce(script), UnaryOperator.identity(), false, Outcome.NONE,
				Outcome.NONE);
	}

	/**
	 * Fault of an answer after which the service closes the connection, which it says: a
	 * connection that is closed unannounced may be taken for the next call.
	 */
	static Fault of(String name, String answer) {
		String announced = answer.contains("Connection: close") ? answer
				: answer.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
		return of(name, (request, connection) -> connection.send(announced));
	}

	static Fault of(String name, Supplier<Scene> scene) {
		return new Fault(name, scene, UnaryOperator.identity(), false, Outcome.NONE, Outcome.NONE);
	}

	Fault with(UnaryOperator<ProviderSettings.Builder> settings) {
		return new Fault(this.name, this.scene, settings, this.timed, this.whole, this.stream);
	}

	/**
	 * This fault as one that time brings about.
	 */
	Fault inTime() {
		return new Fault(this.name, this.scene, this.settings, true, this.whole, this.stream);
	}

	Fault whole(Reason reason) {
		return become(new Outcome(reason, null), this.stream);
	}

	Fault stream(Reason reason) {
		return become(this.whole, new Outcome(reason, null));
	}

	Fault streamAfter(String partial, Reason reason) {
		return become(this.whole, new Outcome(reason, partial));
	}

	Fault both(Reason reason) {
		return whole(reason).stream(reason);
	}

	Fault wholeAnswer() {
		return become(Outcome.ANSWERED, this.stream);
	}

	Fault streamedAnswer() {
		return become(this.whole, Outcome.ANSWERED);
	}

	private Fault become(Outcome whole, Outcome stream) {
		return new Fault(this.name, this.scene, this.settings, this.timed, whole, stream);
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * What becomes of a call.
	 *
	 * @param reason why it failed, {@code null} where it was answered
	 * @param partial what of the answer had arrived
	 */
	record Outcome(@Nullable Reason reason, @Nullable String partial) {

		/**
		 * The call is not made.
		 */
		static final Outcome NONE = new Outcome(null, "not called");

		/**
		 * The service's {@link Scene#ANSWER usual answer} arrives.
		 */
		static final Outcome ANSWERED = new Outcome(null, null);

	}

	/**
	 * A service that fails, and then recovers if it can.
	 */
	interface Scene extends AutoCloseable {

		/**
		 * Text of an answer without fault.
		 */
		String ANSWER = "Hello, wörld 😀";

		URI uri();

		/**
		 * Proxy in front of the service, if any.
		 */
		default @Nullable URI proxy() {
			return null;
		}

		/**
		 * Does what must have happened before the call.
		 */
		default void prepare(ChatProvider provider) throws Exception {
		}

		/**
		 * Whether the service answers the second request.
		 */
		default boolean recovers() {
			return true;
		}

		/**
		 * Makes the service fail every time.
		 */
		default void failForGood() {
		}

		/**
		 * How many requests came, or -1 where nobody counts them.
		 */
		default int requests() {
			return -1;
		}

		/**
		 * Waits until no connection is open any more.
		 */
		default void awaitClosed() throws Exception {
		}

		@Override
		void close();

		static Scene failingOnce(RawServer.Script script) {
			AtomicInteger failures = new AtomicInteger(1);
			return of(RawServer.failing(failures, script, Scene::answer), failures);
		}

		static Scene of(RawServer server) {
			return of(server, new AtomicInteger());
		}

		private static Scene of(RawServer server, AtomicInteger failures) {
			return new Scene() {

				@Override
				public URI uri() {
					return server.uri();
				}

				@Override
				public void failForGood() {
					failures.set(Integer.MAX_VALUE);
				}

				@Override
				public int requests() {
					return server.requestCount();
				}

				@Override
				public void awaitClosed() throws Exception {
					server.awaitClosed();
				}

				@Override
				public void close() {
					server.close();
				}

			};
		}

		static void answer(RawServer.Request request, RawServer.Connection connection) throws IOException {
			connection.send(request.body().contains("\"stream\":true") ? streamed() : whole());
		}

		static String whole() {
			return RawServer.json("200 OK", wholeBody());
		}

		static String wholeBody() {
			return "{\"choices\":[{\"message\":{\"content\":\"" + ANSWER + "\"},\"finish_reason\":\"stop\"}]}";
		}

		static String streamed() {
			return RawServer.eventStream(piece("Hello, "), piece("wörld 😀"), end(), "[DONE]");
		}

		static String piece(String text) {
			return "{\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}";
		}

		static String end() {
			return "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
		}

	}

}
