package io.github.llmspring.http;

import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.llmspring.LlmException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong between a service and us, and what should come of it.
 *
 * @param name what goes wrong, in a few words
 * @param scene makes the service that goes wrong
 * @param settings changes the provider's settings
 * @param whole what a whole answer should become
 * @param stream what a stream should become
 */
record Fault(String name, Supplier<Scene> scene, UnaryOperator<ProviderSettings.Builder> settings, Outcome whole,
		Outcome stream) {

	static Fault of(String name, RawServer.Script script) {
		return new Fault(name, () -> Scene.failingOnce(script), UnaryOperator.identity(), Outcome.NONE, Outcome.NONE);
	}

	static Fault of(String name, String answer) {
		return of(name, (request, connection) -> connection.send(answer));
	}

	static Fault of(String name, Supplier<Scene> scene) {
		return new Fault(name, scene, UnaryOperator.identity(), Outcome.NONE, Outcome.NONE);
	}

	Fault with(UnaryOperator<ProviderSettings.Builder> settings) {
		return new Fault(this.name, this.scene, settings, this.whole, this.stream);
	}

	Fault whole(Reason reason, String message) {
		return new Fault(this.name, this.scene, this.settings, new Outcome(reason, message, null), this.stream);
	}

	Fault stream(Reason reason, String message) {
		return new Fault(this.name, this.scene, this.settings, this.whole, new Outcome(reason, message, null));
	}

	Fault streamAfter(String partial, Reason reason, String message) {
		return new Fault(this.name, this.scene, this.settings, this.whole, new Outcome(reason, message, partial));
	}

	Fault both(Reason reason, String message) {
		return whole(reason, message).stream(reason, message);
	}

	Fault wholeAnswer() {
		return new Fault(this.name, this.scene, this.settings, Outcome.ANSWERED, this.stream);
	}

	Fault streamedAnswer() {
		return new Fault(this.name, this.scene, this.settings, this.whole, Outcome.ANSWERED);
	}

	/**
	 * Whether it is a matter of time.
	 */
	boolean timed() {
		return String.valueOf(this.whole.reason()).startsWith("TIMEOUT_TOTAL");
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * What becomes of a call.
	 *
	 * @param reason why it failed, {@code null} where it was answered
	 * @param message what the exception says after the model's address
	 * @param partial what of the answer had arrived
	 */
	record Outcome(@Nullable Reason reason, String message, @Nullable String partial) {

		/**
		 * The call is not made.
		 */
		static final Outcome NONE = new Outcome(null, "", null);

		/**
		 * The service's {@link Scene#ANSWER usual answer} arrives.
		 */
		static final Outcome ANSWERED = new Outcome(null, "answered", null);

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
		 * Whether the service answers the second request.
		 */
		default boolean recovers() {
			return true;
		}

		/**
		 * Waits until no connection is open any more.
		 */
		default void awaitClosed() throws Exception {
		}

		@Override
		void close();

		static Scene failingOnce(RawServer.Script script) {
			return of(RawServer.failingOnce(script, Scene::answer));
		}

		static Scene of(RawServer server) {
			return new Scene() {

				@Override
				public URI uri() {
					return server.uri();
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
