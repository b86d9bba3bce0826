package io.github.llmspring.benchmarks.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.llmspring.ChatClient;
import io.github.llmspring.assembly.Assembly;
import io.github.llmspring.assembly.SurroundedProvider;
import io.github.llmspring.assembly.Surroundings;
import io.github.llmspring.health.CandidateHealth;
import io.github.llmspring.health.CandidateState;
import io.github.llmspring.http.HttpChatProvider;
import io.github.llmspring.http.Preset;
import io.github.llmspring.http.Presets;
import io.github.llmspring.http.ProviderHttpClient;
import io.github.llmspring.http.ProviderSettings;
import io.github.llmspring.http.Timeouts;
import io.github.llmspring.Secret;
import io.github.llmspring.routing.Hedge;
import io.github.llmspring.routing.ProviderEntry;
import io.github.llmspring.routing.Route;
import io.github.llmspring.routing.RouteStrategy;

/**
 * Many callers of a route over three services, each of which fails at random, and the
 * first of which is down for a time in between. The last line says whether it passed;
 * ends with status 1 where a request was lost that a service could have answered,
 * anything happened that is not documented, or something grew.
 *
 * <pre>
 * --minutes=10
 * --callers=200
 * --failing=0.3        the share of requests that fail at each service
 * --strategy=ordered   how the route chooses
 * --hedge=1500         milliseconds after which another service is asked beside, 0 for never
 * --samples=20
 * --patience=1         how many times as long all timeouts are, for a machine that others use
 * </pre>
 */
public final class Soak {

	private static final int SERVICES = 3;

	private static final Duration CONNECT = Duration.ofSeconds(5);

	/**
	 * Longest time to the first piece and between two. Services that are well take less
	 * than a second for everything.
	 */
	private static final Duration SILENCE = Duration.ofSeconds(3);

	private static final Duration TOTAL = Duration.ofSeconds(10);

	/**
	 * Time between the first requests of two callers: code that is not compiled yet would
	 * be too slow for all of them at once.
	 */
	private static final Duration STAGGER = Duration.ofMillis(50);

	private static final Duration LONGEST_DOWN = Duration.ofMinutes(1);

	private final Upstreams upstreams;

	private final List<ProviderHttpClient> connections = new ArrayList<>();

	private final CandidateHealth health = new CandidateHealth();

	private final Ledger ledger;

	private final ChatClient client;

	private final Timeouts timeouts;

	private Soak(Upstreams upstreams, RouteStrategy strategy, Duration hedge, int patience) {
		this.upstreams = upstreams;
		Duration silence = SILENCE.multipliedBy(patience);
		Duration total = TOTAL.multipliedBy(patience);
		this.timeouts = new Timeouts(CONNECT.multipliedBy(patience), silence, silence, total);
		List<String> ids = IntStream.range(0, SERVICES).mapToObj((index) -> "service" + index).toList();
		this.ledger = new Ledger(ids, (id) -> upstreams.isDown(ids.indexOf(id)), silence);
		Route route = Route.builder("smart")
			.models(ids)
			.strategy(strategy)
			.hedge(hedge.isZero() ? null : new Hedge(hedge, SERVICES - 1))
			.timeout(total.multipliedBy(SERVICES))
			.build();
		this.client = Assembly.client(Assembly.router(ids.stream().map((id) -> entry(id, ids.indexOf(id))).toList(),
				List.of(route), route.name(), this.health));
	}

	private ProviderEntry entry(String id, int index) {
		Preset preset = Presets.load(Preset.class.getClassLoader()).get("openai");
		if (preset == null) {
			throw new IllegalStateException("No preset 'openai'");
		}
		Secret key = Secret.of("key");
		ProviderSettings settings = ProviderSettings.builder(id, preset)
			.wireFormat("openai-chat")
			.baseUrl(this.upstreams.uri(index))
			.model("m")
			.apiKey(() -> key)
			.timeouts(this.timeouts)
			.build();
		ProviderHttpClient pool = new ProviderHttpClient(settings);
		this.connections.add(pool);
		SurroundedProvider provider = Assembly.surround(id, HttpChatProvider.of(settings, pool),
				Surroundings.builder()
					.model(settings.model())
					.total(settings.timeouts().total())
					.health(this.health)
					.build());
		return new ProviderEntry(id, provider, settings.model());
	}

	/**
	 * Soaks and prints what happened.
	 * @param args the options
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String... args) throws InterruptedException {
		Duration duration = Duration.ofMillis((long) (Double.parseDouble(option(args, "minutes", "10")) * 60_000));
		RouteStrategy strategy = RouteStrategy
			.valueOf(option(args, "strategy", "ordered").toUpperCase(Locale.ROOT).replace('-', '_'));
		Duration hedge = Duration.ofMillis(Long.parseLong(option(args, "hedge", "1500")));
		int callers = Integer.parseInt(option(args, "callers", "200"));
		int samples = Integer.parseInt(option(args, "samples", "20"));
		int patience = Integer.parseInt(option(args, "patience", "1"));
		List<String> problems;
		try (Upstreams upstreams = new Upstreams(SERVICES, Double.parseDouble(option(args, "failing", "0.3")))) {
			System.out.printf("JDK %s, %d processors: %d callers for %d s, %s, %s%n%n", Runtime.version(),
					Runtime.getRuntime().availableProcessors(), callers, duration.toSeconds(),
					strategy.name().toLowerCase(Locale.ROOT),
					hedge.isZero() ? "no hedge" : "hedge after " + hedge.toMillis() + " ms");
			Soak soak = new Soak(upstreams, strategy, hedge, patience);
			Vitals vitals = soak.run(duration, callers, samples);
			soak.report();
			problems = soak.problems(vitals, callers);
			soak.connections.forEach(ProviderHttpClient::close);
		}
		System.out.println();
		System.out.println(problems.isEmpty() ? "PASSED" : "FAILED: " + String.join("; ", problems));
		System.exit(problems.isEmpty() ? 0 : 1);
	}

	private Vitals run(Duration duration, int callers, int samples) throws InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(callers);
		long begin = System.nanoTime();
		long end = begin + duration.toNanos();
		IntStream.range(0, callers)
			.forEach((caller) -> threads.execute(new Caller(this.client, this.ledger,
					begin + STAGGER.multipliedBy(caller).toNanos(), end, caller % 2 == 0)));
		threads.shutdown();
		Duration step = duration.dividedBy(samples);
		Vitals vitals = new Vitals(this.ledger, this.connections, this.health);
		long down = begin + duration.dividedBy(4).toNanos();
		long up = down + Math.min(LONGEST_DOWN.toNanos(), duration.dividedBy(2).toNanos());
		for (int i = 1; i <= samples; i++) {
			long next = begin + step.multipliedBy(i).toNanos();
			if (down - next < 0 && down - begin > 0) {
				sleepUntil(down);
				this.upstreams.down(0);
				System.out.println("| service0 goes down |");
				down = begin - 1;
			}
			if (down - begin < 0 && up - next < 0 && up - begin > 0) {
				sleepUntil(up);
				this.upstreams.up(0);
				System.out.println("| service0 is back |");
				up = begin - 1;
			}
			sleepUntil(next);
			vitals.sample(Duration.ofNanos(System.nanoTime() - begin));
		}
		Duration longest = this.timeouts.total().multipliedBy(SERVICES).plusSeconds(30);
		if (!threads.awaitTermination(longest.toSeconds(), TimeUnit.SECONDS)) {
			this.ledger.wrong("some callers still wait " + longest.toSeconds() + " s after the end");
			threads.shutdownNow();
		}
		vitals.awaitRest();
		vitals.print(Duration.ofNanos(System.nanoTime() - begin));
		if (!vitals.atRest()) {
			this.ledger.wrong("something is still under way after the last call");
		}
		return vitals;
	}

	private static void sleepUntil(long moment) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(Math.max(0, moment - System.nanoTime()));
	}

	private void report() {
		Map<Fault, Long> tally = this.upstreams.tally();
		System.out.println();
		System.out.println("requests                                    " + this.ledger.requests);
		System.out.println("answers                                     " + this.ledger.answers);
		System.out.println("answers that the services gave              " + tally.get(Fault.NONE));
		System.out.println("failed attempts that no caller noticed      " + this.ledger.mended);
		System.out.println("failed at every service                     " + this.ledger.failedEverywhere);
		System.out.println("streams that broke off after they began     " + this.ledger.brokenOff);
		System.out.println("lost although a service was well            " + this.ledger.lost);
		System.out.println("not as documented                           " + this.ledger.wrong);
		System.out.println("what the services did                       " + tally);
		System.out.println("what callers were told                      " + this.ledger.reasons());
		for (CandidateState state : this.health.states()) {
			System.out.println(state);
		}
		this.ledger.examples().forEach(System.out::println);
	}

	private List<String> problems(Vitals vitals, int callers) {
		List<String> problems = new ArrayList<>(this.ledger.problems());
		problems.addAll(vitals.growth(callers));
		return problems;
	}

	private static String option(String[] args, String name, String defaultValue) {
		String prefix = "--" + name + "=";
		return Arrays.stream(args)
			.filter((arg) -> arg.startsWith(prefix))
			.map((arg) -> arg.substring(prefix.length()))
			.findFirst()
			.orElse(defaultValue);
	}

}
