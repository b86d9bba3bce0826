package io.github.llmspring.resilience.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
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
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The buckets in one Redis, and whether it can be reached.
 */
final class SharedBuckets {

	private static final Log logger = LogFactory.getLog(RedisQuotas.class);

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

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile boolean pausing;

	private volatile long pausedUntil;

	private volatile boolean closed;

	private @Nullable CompletableFuture<AsyncProxyManager<String>> connection;

	SharedBuckets(String url) {
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
		connected();
	}

	/**
	 * Whether Redis is known to be away and need not be asked.
	 */
	boolean away() {
		return this.pausing && System.nanoTime() - this.pausedUntil < 0;
	}

	CompletableFuture<AsyncBucketProxy> bucket(String key, BucketConfiguration configuration) {
		return connected().thenApply((buckets) -> buckets.builder().build(key, configuration));
	}

	private synchronized CompletableFuture<AsyncProxyManager<String>> connected() {
		CompletableFuture<AsyncProxyManager<String>> current = this.connection;
		if (current == null || current.isCompletedExceptionally()) {
			current = this.client.connectAsync(CODEC, this.address)
				.toCompletableFuture()
				.thenApply(SharedBuckets::buckets);
			this.connection = current;
		}
		return current;
	}

	private static AsyncProxyManager<String> buckets(StatefulRedisConnection<String, byte[]> connection) {
		return Bucket4jLettuce.casBasedBuilder(connection)
			.expirationAfterWrite(
					ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
			.build()
			.asAsync();
	}

	/**
	 * Notes that Redis has answered.
	 */
	void answered() {
		if (this.pausing) {
			this.pausing = false;
		}
		if (this.warned.get() && this.warned.compareAndSet(true, false)) {
			logger.info("Redis at " + place() + " answers again: the limits of llm.providers are shared again.");
		}
	}

	/**
	 * Notes that Redis has failed.
	 * @param failure why
	 */
	void lost(Throwable failure) {
		this.pausedUntil = System.nanoTime() + PAUSE_NANOS;
		this.pausing = true;
		if (!this.closed && this.warned.compareAndSet(false, true)) {
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			logger.warn("Redis at " + place() + " does not answer (" + cause.getClass().getSimpleName()
					+ "): until it does, the limits of llm.providers hold for this application alone.");
		}
	}

	private String place() {
		return (this.address.getHost() != null) ? this.address.getHost() + ":" + this.address.getPort()
				: "the configured address";
	}

	void close() {
		this.closed = true;
		this.client.shutdownAsync(0, 1, TimeUnit.SECONDS).whenComplete((closed, failure) -> this.resources.shutdown());
	}

}
