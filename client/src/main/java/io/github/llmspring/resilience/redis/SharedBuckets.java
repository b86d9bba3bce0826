package io.github.llmspring.resilience.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.api.StatefulRedisConnection;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The buckets in one Redis.
 */
final class SharedBuckets {

	private final RedisLink link;

	private @Nullable Buckets last;

	SharedBuckets(String url) {
		this.link = new RedisLink(url, LogFactory.getLog(RedisQuotas.class), "the limits of llm.providers");
	}

	RedisLink link() {
		return this.link;
	}

	CompletableFuture<AsyncBucketProxy> bucket(String key, BucketConfiguration configuration) {
		return this.link.connection()
			.thenApply((connection) -> of(connection).manager().builder().build(key, configuration));
	}

	private synchronized Buckets of(StatefulRedisConnection<String, byte[]> connection) {
		Buckets known = this.last;
		if (known == null || known.connection() != connection) {
			known = new Buckets(connection, manager(connection));
			this.last = known;
		}
		return known;
	}

	private static AsyncProxyManager<String> manager(StatefulRedisConnection<String, byte[]> connection) {
		return Bucket4jLettuce.casBasedBuilder(connection)
			.expirationAfterWrite(
					ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))
			.build()
			.asAsync();
	}

	private record Buckets(StatefulRedisConnection<String, byte[]> connection, AsyncProxyManager<String> manager) {
	}

}
