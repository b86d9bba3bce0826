package io.github.llmspring.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.llmspring.resilience.limit.Quota;
import io.github.llmspring.resilience.limit.Quotas;

/**
 * Quotas that outlive the provider they were made for: one that is made anew with the
 * same limit must not begin with a whole minute's worth.
 */
final class KeptQuotas implements Quotas {

	private final Quotas quotas;

	private final Map<String, Kept> kept = new ConcurrentHashMap<>();

	KeptQuotas(Quotas quotas) {
		this.quotas = quotas;
	}

	@Override
	public Quota of(String name, long perMinute) {
		return this.kept.compute(name, (key, known) -> (known != null && known.perMinute() == perMinute) ? known
				: new Kept(perMinute, this.quotas.of(name, perMinute)))
			.quota();
	}

	private record Kept(long perMinute, Quota quota) {
	}

}
