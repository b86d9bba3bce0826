package io.github.llmspring.resilience.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one Redis, and whether it can be reached. Nothing here waits: no
 * thread, and no start for a Redis that is away.
 */
public final class RedisLink implements AutoCloseable {

	/**
	 * Longest wait for an answer, unless the address has a {@code timeout} of its own.
	 */
	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	/**
	 * Time to leave Redis alone after it failed.
	 */
	private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	private final RedisURI address;

	private final ClientResources resources;

	private final RedisClient client;

	private final Log logger;

	private final String shared;

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile boolean pausing;

	private volatile long pausedUntil;

	private volatile boolean closed;

	private @Nullable CompletableFuture<StatefulRedisConnection<String, byte[]>> connection;

	/**
	 * Link to a Redis, which is connected to at once, without waiting for it.
	 * @param url the address, such as {@code redis://:password@localhost:6379}
	 * @param logger tells when Redis goes away and comes back
	 * @param shared what is shared over it, such as {@code the limits of llm.providers}
	 */
	public RedisLink(String url, Log logger, String shared) {
		this.logger = logger;
		this.shared = shared;
		this.address = RedisURI.create(url);
		if (this.address.getTimeout().equals(RedisURI.DEFAULT_TIMEOUT_DURATION)) {
			this.address.setTimeout(TIMEOUT);
		}
		this.resources = DefaultClientResources.builder()
			.ioThreadPoolSize(2)
			.computationThreadPoolSize(2)
			.reconnectDelay(Delay.constant(Duration.ofMillis(500)))
			.build();
		this.client = RedisClient.create(this.resources);
		this.client.setOptions(ClientOptions.builder()
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.timeoutOptions(TimeoutOptions.enabled(this.address.getTimeout()))
			.socketOptions(SocketOptions.builder().connectTimeout(this.address.getTimeout()).build())
			.build());
		connection();
	}

	/**
	 * Whether Redis is known to be away and need not be asked.
	 * @return whether it is
	 */
	public boolean away() {
		return this.pausing && System.nanoTime() - this.pausedUntil < 0;
	}

	/**
	 * The connection, which is made anew where that failed before.
	 * @return the connection to come
	 */
	public synchronized CompletableFuture<StatefulRedisConnection<String, byte[]>> connection() {
		CompletableFuture<StatefulRedisConnection<String, byte[]>> current = this.connection;
		if (current == null || current.isCompletedExceptionally()) {
			current = this.client.connectAsync(CODEC, this.address).toCompletableFuture();
			this.connection = current;
		}
		return current;
	}

	/**
	 * Notes that Redis has answered.
	 */
	public void answered() {
		if (this.pausing) {
			this.pausing = false;
		}
		if (this.warned.get() && this.warned.compareAndSet(true, false)) {
			this.logger.info("Redis at " + place() + " answers again: " + this.shared + " are shared again.");
		}
	}

	/**
	 * Notes that Redis has failed.
	 * @param failure why
	 */
	public void lost(Throwable failure) {
		this.pausedUntil = System.nanoTime() + PAUSE_NANOS;
		this.pausing = true;
		if (!this.closed && this.warned.compareAndSet(false, true)) {
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			this.logger.warn("Redis at " + place() + " does not answer (" + cause.getClass().getSimpleName()
					+ "): until it does, " + this.shared + " hold for this application alone.");
		}
	}

	private String place() {
		return (this.address.getHost() != null) ? this.address.getHost() + ":" + this.address.getPort()
				: "the configured address";
	}

	@Override
	public void close() {
		this.closed = true;
		this.client.shutdownAsync(0, 1, TimeUnit.SECONDS).whenComplete((closed, failure) -> this.resources.shutdown());
	}

}
