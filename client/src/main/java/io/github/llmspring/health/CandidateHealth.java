package io.github.llmspring.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.llmspring.LlmException;
import io.github.llmspring.ModelAddress;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What is known of every model that can be asked: whether it rests, whether its circuit
 * breaker lets calls through, how busy and how fast it is. One owner for all, so that
 * nothing is known twice.
 * <p>
 * A {@link GuardedProvider} tells it of every exchange. A rest is advice to whoever
 * chooses among several: it stops no call. An open circuit breaker does.
 * <p>
 * It remembers a thousand candidates; where there are more, the one that was not asked
 * for the longest time is forgotten.
 */
public final class CandidateHealth {

	private static final Log logger = LogFactory.getLog(CandidateHealth.class);

	static final int MOST_CANDIDATES = 1000;

	private static final boolean LIBRARY = present("io.github.resilience4j.circuitbreaker.CircuitBreaker");

	private final Clock clock;

	private final Map<String, BreakerSettings> breakers = new ConcurrentHashMap<>();

	private final Map<ModelAddress, Candidate> candidates = new ConcurrentHashMap<>();

	private final ProviderSwitches switches = new ProviderSwitches();

	private final List<Consumer<String>> whenForgotten = new CopyOnWriteArrayList<>();

	/**
	 * Providers that there are; all where nobody has said so.
	 */
	private volatile @Nullable Set<String> providers;

	/**
	 * Nothing known yet.
	 */
	public CandidateHealth() {
		this(Clock.systemUTC());
	}

	/**
	 * Nothing known yet, with a clock of its own.
	 * @param clock tells the time
	 */
	public CandidateHealth(Clock clock) {
		this.clock = clock;
	}

	private static boolean present(String type) {
		try {
			Class.forName(type, false, CandidateHealth.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	/**
	 * Whether there can be circuit breakers: their library is optional.
	 * @return whether {@code io.github.resilience4j:resilience4j-circuitbreaker} is there
	 */
	public static boolean canProtect() {
		return LIBRARY;
	}

	/**
	 * Gives every model of a provider a circuit breaker, in place of those they have.
	 * @param provider the provider's id
	 * @param settings when the breakers open
	 * @throws IllegalStateException if the library of the breakers is absent
	 */
	public synchronized void protect(String provider, BreakerSettings settings) {
		if (!LIBRARY) {
			throw new IllegalStateException("A circuit breaker for '" + provider + "' needs the library "
					+ "io.github.resilience4j:resilience4j-circuitbreaker. Add it to the dependencies.");
		}
		if (!settings.equals(this.breakers.put(provider, settings))) {
			this.candidates.values()
				.stream()
				.filter((candidate) -> candidate.address().provider().equals(provider))
				.forEach((candidate) -> candidate.breaker(breaker(candidate.address())));
		}
	}

	/**
	 * Takes the circuit breakers of every model of a provider away.
	 * @param provider the provider's id
	 */
	public synchronized void unprotect(String provider) {
		if (this.breakers.remove(provider) != null) {
			this.candidates.values()
				.stream()
				.filter((candidate) -> candidate.address().provider().equals(provider))
				.forEach((candidate) -> candidate.breaker(Breaker.NONE));
		}
	}

	/**
	 * Forgets what is known of every model of a provider, as where another service is
	 * asked under its id.
	 * @param provider the provider's id
	 */
	public void forget(String provider) {
		this.candidates.keySet().removeIf((address) -> address.provider().equals(provider));
		this.whenForgotten.forEach((listener) -> tell(listener, provider));
	}

	/**
	 * Tells one listener. One that fails must not leave a change of providers half done.
	 */
	private static void tell(Consumer<String> listener, String provider) {
		try {
			listener.accept(provider);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener was told that the provider '" + provider + "' is forgotten, and failed", ex);
		}
	}

	/**
	 * Tells somebody of each provider that is forgotten.
	 * @param listener is told the provider's id
	 */
	public void whenForgotten(Consumer<String> listener) {
		this.whenForgotten.add(listener);
	}

	/**
	 * Says which providers there are from now on. One that was removed may still have
	 * calls that have begun.
	 * @param providers the ids
	 */
	public void providers(Set<String> providers) {
		this.providers = Set.copyOf(providers);
	}

	/**
	 * Whether there is a provider still.
	 * @param provider the provider's id
	 * @return whether it was not removed
	 */
	public boolean isThere(String provider) {
		Set<String> known = this.providers;
		return known == null || known.contains(provider);
	}

	/**
	 * Whether the models of a provider have circuit breakers.
	 * @param provider the provider's id
	 * @return whether they have
	 */
	public boolean isProtected(String provider) {
		return this.breakers.containsKey(provider);
	}

	private Breaker breaker(ModelAddress address) {
		BreakerSettings settings = this.breakers.get(address.provider());
		return (settings != null) ? new Resilience4jBreaker(address.toString(), settings, this.clock) : Breaker.NONE;
	}

	/**
	 * Candidate of an address, known from now on.
	 */
	Candidate candidate(ModelAddress address) {
		Candidate known = this.candidates.get(address);
		return (known != null) ? known : add(address);
	}

	/**
	 * Begins a call, where the provider is not switched off and the model's breaker lets
	 * the call through.
	 * @return the call, which must be told how it ends
	 * @throws LlmException if nothing may be sent
	 */
	CandidateCall begin(ModelAddress address, boolean streaming, Candidate.Beginning beginning) {
		if (this.switches.isOff(address.provider())) {
			throw this.switches.refusal(address);
		}
		Candidate candidate = candidate(address);
		CandidateCall call = beginning.of(candidate, streaming);
		if (call == null) {
			throw candidate.refusal();
		}
		return call;
	}

	/**
	 * Locked, so that breakers that change meanwhile reach the new one too.
	 */
	private synchronized Candidate add(ModelAddress address) {
		if (this.candidates.size() >= MOST_CANDIDATES) {
			forgetOne();
		}
		return this.candidates.computeIfAbsent(address, (added) -> new Candidate(added, breaker(added), this.clock));
	}

	private void forgetOne() {
		this.candidates.values()
			.stream()
			.min(Comparator.comparing((Candidate candidate) -> !candidate.idle())
				.thenComparingLong(Candidate::lastUsed))
			.ifPresent((oldest) -> this.candidates.remove(oldest.address(), oldest));
	}

	/**
	 * Whether a model should be asked rather than one that is not ready: it does not rest
	 * and its breaker is not open.
	 * @param address the provider and the model
	 * @return whether it is ready, which one that was never asked is
	 */
	public boolean isReady(ModelAddress address) {
		return resting(address) == null;
	}

	/**
	 * Whether the circuit breaker of a model is open.
	 * @param address the provider and the model
	 * @return whether it is, which the one of a model that was never asked is not
	 */
	public boolean isOpen(ModelAddress address) {
		Candidate known = this.candidates.get(address);
		return known != null && known.breaker().state() == BreakerState.OPEN;
	}

	/**
	 * Whether the circuit breaker of a model was open and lets a call through to see.
	 * @param address the provider and the model
	 * @return whether it does
	 */
	public boolean isOnTrial(ModelAddress address) {
		Candidate known = this.candidates.get(address);
		return known != null && known.breaker().state() == BreakerState.HALF_OPEN;
	}

	/**
	 * Lets a model rest, unless it rests longer already.
	 * @param address the provider and the model
	 * @param duration how long others should be asked
	 * @param why why, in a clause
	 */
	public void rest(ModelAddress address, Duration duration, String why) {
		candidate(address).rest(duration, why, false);
	}

	/**
	 * Ends the rest of a model; an open breaker stays open.
	 * @param address the provider and the model
	 */
	public void wake(ModelAddress address) {
		candidate(address).wake();
	}

	/**
	 * How much longer a model rests, the time of an open breaker included.
	 * @param address the provider and the model
	 * @return the time, zero where it is ready
	 */
	public Duration restLeft(ModelAddress address) {
		Rest rest = resting(address);
		return (rest != null) ? Duration.between(this.clock.instant(), rest.until()) : Duration.ZERO;
	}

	private @Nullable Rest resting(ModelAddress address) {
		Candidate known = this.candidates.get(address);
		Instant now = this.clock.instant();
		return (known != null) ? known.resting(now) : null;
	}

	/**
	 * What is known of a model.
	 * @param address the provider and the model
	 * @return its state
	 */
	public CandidateState state(ModelAddress address) {
		Candidate known = this.candidates.get(address);
		return (known != null) ? known.state() : CandidateState.unasked(address,
				isProtected(address.provider()) ? BreakerState.CLOSED : BreakerState.NONE);
	}

	/**
	 * What is known of all models that were asked.
	 * @return their states, by address
	 */
	public List<CandidateState> states() {
		return this.candidates.values()
			.stream()
			.map(Candidate::state)
			.sorted(Comparator.comparing((state) -> state.address().toString()))
			.toList();
	}

	/**
	 * Providers that were switched off by hand.
	 * @return the switches
	 */
	public ProviderSwitches switches() {
		return this.switches;
	}

	/**
	 * Opens the circuit breaker of a model until it is closed by hand.
	 * @param address the provider and the model
	 * @throws IllegalStateException if it has no breaker
	 */
	public void openBreaker(ModelAddress address) {
		candidate(address).breaker().open();
	}

	/**
	 * Closes the circuit breaker of a model; the calls that it has seen still count.
	 * @param address the provider and the model
	 */
	public void closeBreaker(ModelAddress address) {
		candidate(address).breaker().close();
	}

	/**
	 * Closes the circuit breaker of a model and forgets the calls that it has seen.
	 * @param address the provider and the model
	 */
	public void resetBreaker(ModelAddress address) {
		candidate(address).breaker().reset();
	}

}
