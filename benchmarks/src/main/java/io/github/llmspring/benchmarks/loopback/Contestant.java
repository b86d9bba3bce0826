package io.github.llmspring.benchmarks.loopback;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

import reactor.core.publisher.Mono;

/**
 * A way to get chat completions from a service.
 */
interface Contestant extends AutoCloseable {

	/**
	 * Name of the contestant that the others are compared with.
	 */
	String PLAIN = "plain";

	/**
	 * Name of the contestant that WebClient can be at best.
	 */
	String LEAN = "lean";

	/**
	 * Name of the contestant that is WebClient and hardly anything else.
	 */
	String BARE = "bare";

	/**
	 * Name of the contestant that does without WebClient.
	 */
	String NETTY = "netty";

	/**
	 * Name of this project's contestant.
	 */
	String OURS = "ours";

	/**
	 * Name of the contestant.
	 * @return the name
	 */
	String name();

	/**
	 * Asks and waits for the whole answer.
	 * @return its text
	 */
	String call();

	/**
	 * Asks for a stream.
	 * @param piece takes each piece of text
	 * @return completes when the answer is complete
	 */
	Mono<Void> stream(Consumer<String> piece);

	@Override
	void close();

	/**
	 * All contestants, the one to compare with first.
	 * @param service address of the service
	 * @return the contestants
	 */
	static List<Contestant> all(URI service) {
		return List.of(new PlainWebClient(service), new LeanWebClient(service), new OurClient(service),
				new BareWebClient(service), new NettyClient(service));
	}

}
