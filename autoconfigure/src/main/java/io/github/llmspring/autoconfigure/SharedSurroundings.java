package io.github.llmspring.autoconfigure;

import io.github.llmspring.EmbeddingProvider;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.logging.CallLogging;
import io.github.llmspring.logging.LoggedEmbeddings;
import io.github.llmspring.observation.Observations;
import io.github.llmspring.observation.ObservedService;
import io.github.llmspring.resilience.limit.Quotas;
import io.github.llmspring.routing.Residency;
import io.github.llmspring.routing.ResidencyEmbeddings;
import org.jspecify.annotations.Nullable;

/**
 * What all providers of the application share.
 *
 * @param health knows how their models are
 * @param quotas keeps their limits
 * @param observations is told what they are asked
 * @param logging logs calls, {@code null} for nobody
 * @param accounting counts what they cost
 */
record SharedSurroundings(CandidateHealth health, Quotas quotas, Observations observations,
		@Nullable CallLogging logging, Accounting accounting) {

	/**
	 * Adds to a provider's own surroundings what it shares.
	 */
	Surroundings with(Surroundings own, Residency residency) {
		Surroundings.Builder all = own.toBuilder()
			.health(this.health)
			.quotas(this.quotas)
			.residency(residency)
			.observations(this.observations);
		return this.accounting.addTo(all).build();
	}

	/**
	 * Surrounds a provider of vectors with what it shares.
	 */
	EmbeddingProvider around(String id, ObservedService service, @Nullable String model, EmbeddingProvider provider,
			Residency residency) {
		EmbeddingProvider resident = new ResidencyEmbeddings(id, provider, residency);
		EmbeddingProvider logged = (this.logging != null) ? new LoggedEmbeddings(id, resident, this.logging) : resident;
		return this.observations.ofEmbeddings(id, service, model, logged);
	}

}
