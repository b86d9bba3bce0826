package io.github.llmspring.budget.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.github.llmspring.budget.Budget;
import io.github.llmspring.budget.BudgetSharing;
import io.github.llmspring.resilience.redis.RedisLink;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import org.apache.commons.logging.LogFactory;

/**
 * Budgets that all applications share that use the same Redis and prefix. Needs Lettuce
 * on the classpath.
 * <p>
 * Each application writes how much it has spent itself, so that nothing is counted twice
 * when it is not known whether a message arrived. What an application has spent stays
 * when it ends; what it has reserved is forgotten half a minute after it was last heard
 * of. While Redis is away, each application keeps to the budgets by itself, with what it
 * knew of the others; a warning tells when that begins, and a message when it ends.
 */
public final class RedisBudgets implements BudgetSharing, AutoCloseable {

	/**
	 * Keeps the fields s, r, n and t of each application: spent, reserved, number of the
	 * message and time of it.
	 */
	private static final String SCRIPT = """
			local key, app = KEYS[1], ARGV[1]
			local number, wanted, limit = tonumber(ARGV[2]), tonumber(ARGV[5]), tonumber(ARGV[6])
			local now = tonumber(redis.call('TIME')[1])
			if number > tonumber(redis.call('HGET', key, 'n:' .. app) or '0') then
				redis.call('HSET', key, 'n:' .. app, ARGV[2], 's:' .. app, ARGV[3], 'r:' .. app, ARGV[4])
			end
			redis.call('HSET', key, 't:' .. app, string.format('%.0f', now))
			redis.call('EXPIREAT', key, ARGV[7])
			local fields, all = {}, redis.call('HGETALL', key)
			for i = 1, #all, 2 do
				fields[all[i]] = tonumber(all[i + 1])
			end
			local spent, reserved = 0, 0
			for field, value in pairs(fields) do
				local kind, id = string.sub(field, 1, 1), string.sub(field, 3)
				if id ~= app and kind == 's' then
					spent = spent + value
				elseif id ~= app and kind == 'r' and (fields['t:' .. id] or 0) > now - 30 then
					reserved = reserved + value
				end
			end
			local granted = '1'
			if wanted > 0 and spent + reserved + fields['s:' .. app] + fields['r:' .. app] - wanted >= limit then
				granted = '0'
				redis.call('HINCRBY', key, 'r:' .. app, '-' .. ARGV[5])
			end
			return { granted, string.format('%.0f', spent), string.format('%.0f', reserved) }
			""";

	/**
	 * Time that a period is kept after its end.
	 */
	private static final Duration KEPT = Duration.ofDays(2);

	private final RedisLink link;

	private final String prefix;

	private final String application = UUID.randomUUID().toString();

	/**
	 * Budgets in a Redis, which is connected to at once, without waiting for it.
	 * @param url the address, such as {@code redis://:password@localhost:6379}
	 * @param prefix the beginning of all keys
	 */
	public RedisBudgets(String url, String prefix) {
		this.link = new RedisLink(url, LogFactory.getLog(RedisBudgets.class), "the budgets of llm.budgets");
		this.prefix = prefix;
	}

	@Override
	public CompletableFuture<Others> tell(Budget budget, Instant since, Own own) {
		if (this.link.away()) {
			return CompletableFuture.failedFuture(new IllegalStateException("Redis is away"));
		}
		return asked(budget, since, own).whenComplete((others, failure) -> {
			if (failure == null) {
				this.link.answered();
			}
			else {
				this.link.lost(failure);
			}
		});
	}

	private CompletableFuture<Others> asked(Budget budget, Instant since, Own own) {
		try {
			return this.link.connection().thenCompose((connection) -> asked(connection, budget, since, own));
		}
		catch (RuntimeException ex) {
			// such as when the client is closed already
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletableFuture<Others> asked(StatefulRedisConnection<String, byte[]> connection, Budget budget,
			Instant since, Own own) {
		String key = this.prefix + ":budget:" + budget.name() + ":" + budget.period().word() + ":" + since;
		long limit = budget.limit().amount().movePointRight(9).longValue();
		return connection.async()
			.<List<byte[]>>eval(SCRIPT, ScriptOutputType.MULTI, new String[] { key }, bytes(this.application),
					bytes(own.number()), bytes(own.spent()), bytes(own.reserved()), bytes(own.wanted()), bytes(limit),
					bytes(budget.period().end(since).plus(KEPT).getEpochSecond()))
			.toCompletableFuture()
			.thenApply(
					(answer) -> new Others(number(answer.get(0)) == 1, number(answer.get(1)), number(answer.get(2))));
	}

	private static byte[] bytes(Object value) {
		return value.toString().getBytes(StandardCharsets.US_ASCII);
	}

	private static long number(byte[] text) {
		return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
	}

	@Override
	public void close() {
		this.link.close();
	}

}
