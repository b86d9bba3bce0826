package io.github.llmspring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which way dependencies point and where vendors may be named.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.llmspring";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	/**
	 * Vendors, and the packages of wire formats that may name them: their own, and those
	 * that are built on it.
	 */
	private static final Map<String, String> VENDORS = Map.ofEntries(
			Map.entry("openai", "wire/openai wire/responses wire/mistral wire/cohere wire/embedding"),
			Map.entry("anthropic", "wire/anthropic"), Map.entry("claude", "wire/anthropic"),
			Map.entry("gemini", "wire/gemini wire/embedding"), Map.entry("vertex", "wire/gemini wire/embedding"),
			Map.entry("google", "wire/gemini wire/embedding credentials/google"),
			Map.entry("azure", "credentials/azure"), Map.entry("bedrock", "wire/bedrock wire/embedding"),
			Map.entry("mistral", "wire/mistral wire/embedding"), Map.entry("cohere", "wire/cohere wire/embedding"),
			Map.entry("groq", ""), Map.entry("deepseek", ""), Map.entry("openrouter", ""), Map.entry("perplexity", ""),
			Map.entry("cerebras", ""), Map.entry("minimax", ""), Map.entry("ollama", "wire/ollama wire/embedding"));

	private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");

	@Test
	void packagesHaveNoCycles() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void rootKnowsNoOtherPackage() {
		noClasses().that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ROOT + ".*..")
			.check(CLASSES);
	}

	@Test
	void wireKnowsOnlyTheRoot() {
		noClasses().that()
			.resideInAPackage(ROOT + ".wire..")
			.should()
			.dependOnClassesThat(ownPackagesBut(ROOT + ".wire"))
			.check(CLASSES);
	}

	@Test
	void wireIsPure() {
		noClasses().that()
			.resideInAPackage(ROOT + ".wire..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "reactor..", "io.netty..", "io.micrometer..", "org.slf4j..",
					"java.net.http..", "java.nio.file..", "java.nio.channels..", "java.util.logging..", "java.sql..")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.time.Clock")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.net.Socket")
			.orShould()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethod(Instant.class, "now")
			.check(CLASSES);
	}

	@Test
	void clientKnowsNoBoot() {
		noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework.boot..").check(CLASSES);
	}

	@Test
	void neighboursDoNotKnowEachOther() {
		for (String neighbour : List.of("catalog", "health", "http", "resilience", "simulated")) {
			noClasses().that()
				.resideInAPackage(ROOT + "." + neighbour + "..")
				.should()
				.dependOnClassesThat(
						ownPackagesBut(ROOT + "." + neighbour, ROOT + ".wire", ROOT + ".time", ROOT + ".events"))
				.check(CLASSES);
		}
	}

	@Test
	void whatSurroundsAProviderPassesItsModelsOn() {
		List<String> silent = CLASSES.stream()
			.filter((type) -> !type.isInterface() && type.isAssignableTo(ChatProvider.class))
			.filter((type) -> type.getFields()
				.stream()
				.anyMatch((field) -> field.getRawType().isAssignableTo(ChatProvider.class)))
			.filter((type) -> type.tryGetMethod("models").isEmpty())
			.map(JavaClass::getSimpleName)
			.toList();
		assertThat(silent).isEmpty();
	}

	@Test
	void routingKnowsHowCandidatesAreAndWhatTheyCan() {
		noClasses().that()
			.resideInAPackage(ROOT + ".routing..")
			.should()
			.dependOnClassesThat(ownPackagesBut(ROOT + ".routing", ROOT + ".catalog", ROOT + ".health", ROOT + ".time"))
			.check(CLASSES);
	}

	@Test
	void oneClassKnowsTheLibraryOfCircuitBreakers() {
		noClasses().that()
			.haveNameNotMatching(".*\\.Resilience4jBreaker(\\$.*)?")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.github.resilience4j..")
			.check(CLASSES);
	}

	@Test
	void onePackageKnowsMeters() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".observation.metrics..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer.core..")
			.check(CLASSES);
	}

	private static DescribedPredicate<JavaClass> ownPackagesBut(String... allowed) {
		return DescribedPredicate.describe("are in a package of ours other than the root and " + List.of(allowed),
				(type) -> type.getPackageName().startsWith(ROOT + ".")
						&& Stream.of(allowed).noneMatch((prefix) -> type.getPackageName().startsWith(prefix)));
	}

	@Test
	void everyWireFormatHasOnePublicClass() {
		Map<String, List<String>> publicTypes = new TreeMap<>();
		CLASSES.stream()
			.filter((type) -> type.getPackageName().startsWith(ROOT + ".wire."))
			.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC))
			.forEach((type) -> publicTypes.merge(type.getPackageName(), List.of(type.getSimpleName()),
					(known, added) -> Stream.concat(known.stream(), added.stream()).toList()));
		assertThat(publicTypes).isNotEmpty();
		publicTypes.forEach((name, types) -> assertThat(types).as(name).hasSize(1));
	}

	@Test
	void everyPackageIsNullMarked() {
		List<String> unmarked = CLASSES.stream()
			.map(JavaClass::getPackage)
			.distinct()
			.filter((owner) -> !owner.getClasses().isEmpty())
			.filter((owner) -> !owner.isAnnotatedWith(NullMarked.class))
			.map((owner) -> owner.getName())
			.toList();
		assertThat(unmarked).isEmpty();
	}

	@Test
	void vendorsAreNamedOnlyInTheirWirePackageAndInData() throws IOException {
		Path sources = Path.of("src/main/java/io/github/llmspring");
		Map<String, String> found = new TreeMap<>();
		try (Stream<Path> files = Files.walk(sources)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				String name = sources.relativize(file).toString().replace('\\', '/');
				String code = COMMENT.matcher(Files.readString(file)).replaceAll("").toLowerCase(Locale.ROOT);
				String named = VENDORS.entrySet()
					.stream()
					.filter((vendor) -> Stream.of(vendor.getValue().split(" "))
						.noneMatch((allowed) -> !allowed.isEmpty() && name.startsWith(allowed)))
					.map(Map.Entry::getKey)
					.filter((vendor) -> contains(code, vendor))
					.sorted()
					.collect(Collectors.joining(", "));
				if (!named.isEmpty()) {
					found.put(name, named);
				}
			}
		}
		assertThat(found).isEmpty();
	}

	private static boolean contains(String code, String vendor) {
		Matcher matcher = Pattern.compile("(?<![a-z])" + vendor).matcher(code);
		return matcher.find();
	}

}
