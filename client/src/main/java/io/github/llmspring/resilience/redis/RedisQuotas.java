package io.github.llmspring.resilience.redis;

import io.github.llmspring.resilience.limit.Quota;
import io.github.llmspring.resilience.limit.Quotas;

/**
 * Quotas that all applications share that use the same Redis and prefix. Needs Lettuce
 * and Bucket4j's part for it on the classpath.
 * <p>
 * While Redis is away, each application keeps to the whole limit by itself; a warning
 * tells when that begins, and a message when it ends. Nothing here waits: no thread, and
 * no start for a Redis that is away. The clocks of the machines must agree, as far as
 * they differ the limit may be exceeded.
 */
public final class RedisQuotas implements Quotas, AutoCloseable {

	private final SharedBuckets buckets;

	private final String prefix;

	private final Quotas local = Quotas.local();

	/**
	 * Quotas in a Redis, which is connected to at once, without waiting for it.
	 * @param url the address, such as {@code redis://:password@localhost:6379}
	 * @param prefix the beginning of all keys
	 */
	public RedisQuotas(String url, String prefix) {
		this.buckets = new SharedBuckets(url);
		this.prefix = prefix;
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * The limit is part of the key, so that a new limit begins with a new quota.
	 */
	@Override
	public Quota of(String name, long perMinute) {
		String key = this.prefix + ":limit:" + name + ":" + perMinute;
		return new SharedQuota(this.buckets, key, perMinute, this.local.of(name, perMinute));
	}

	@Override
	public void close() {
		this.buckets.link().close();
	}

}
