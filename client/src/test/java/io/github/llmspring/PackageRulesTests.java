package io.github.llmspring;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Tests of which package may know which.
 */
class PackageRulesTests {

	private static final String ROOT = "io.github.llmspring";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	private static void mayKnow(String name, String... known) {
		String own = ROOT + "." + name + "..";
		classes().that()
			.resideInAPackage(own)
			.should()
			.onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage(ROOT + ".."))
				.or(resideInAnyPackage(known))
				.or(resideInAPackage(own)))
			.check(CLASSES);
	}

	@Test
	void packagesKnowOnlyWhatTheyMay() {
		noClasses().that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".*..")
			.check(CLASSES);
		mayKnow("schema");
		mayKnow("tools", ROOT, ROOT + ".schema");
		mayKnow("entity", ROOT, ROOT + ".schema");
		mayKnow("wire", ROOT);
		mayKnow("http", ROOT, ROOT + ".events", ROOT + ".wire", ROOT + ".wire.embedding", ROOT + ".time");
		mayKnow("resilience", ROOT, ROOT + ".events", ROOT + ".time");
		mayKnow("time");
		mayKnow("events", ROOT);
		mayKnow("memory", ROOT, ROOT + ".time");
		mayKnow("routing", ROOT, ROOT + ".catalog", ROOT + ".health", ROOT + ".time");
		mayKnow("budget", ROOT, ROOT + ".events", ROOT + ".resilience.limit", ROOT + ".resilience.redis",
				ROOT + ".time");
		mayKnow("simulated", ROOT);
		mayKnow("redaction", ROOT);
		mayKnow("observation", ROOT, ROOT + ".events", ROOT + ".tools", ROOT + ".redaction", ROOT + ".health");
		mayKnow("logging", ROOT, ROOT + ".events", ROOT + ".redaction");
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void librariesOfSchemasAreKnownInOnePlace() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".schema")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.github.victools..", "com.networknt..")
			.check(CLASSES);
	}

	@Test
	void structuredLoggingIsKnownInOnePlace() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".logging")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.slf4j..")
			.check(CLASSES);
	}

	@Test
	void databasesAreKnownInOnePlace() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".memory.jdbc")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.jdbc..", "org.springframework.dao..", "java.sql..", "javax.sql..")
			.check(CLASSES);
	}

	@Test
	void librariesOfLimitsAreKnownInOnePlaceEach() {
		noClasses().that()
			.haveNameNotMatching(".*\\.resilience\\.limit\\.LocalQuota(\\$.*)?")
			.and()
			.resideOutsideOfPackage(ROOT + ".resilience.redis")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.github.bucket4j..")
			.check(CLASSES);
		noClasses().that()
			.resideOutsideOfPackages(ROOT + ".resilience.redis", ROOT + ".budget.redis")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.lettuce..")
			.check(CLASSES);
	}

}
