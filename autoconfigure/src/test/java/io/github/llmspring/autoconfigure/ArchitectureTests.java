package io.github.llmspring.autoconfigure;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.llmspring.autoconfigure.endpoint.LlmEndpoint;
import io.github.llmspring.autoconfigure.endpoint.LlmEndpointSection;
import io.github.llmspring.autoconfigure.health.LlmHealthContributor;
import io.github.llmspring.autoconfigure.health.ProbeSettings;
import io.github.llmspring.autoconfigure.report.Report;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the rules of this module.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.github.llmspring");

	@Test
	void autoConfigurationsAreFinalAndPublic() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.bePublic()
			.check(CLASSES);
	}

	@Test
	void beanMethodsArePackagePrivate() {
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(CLASSES);
	}

	@Test
	void onlyWhatMustBeIsPublic() {
		classes().that()
			.resideInAPackage("..autoconfigure..")
			.and()
			.areTopLevelClasses()
			.and()
			.arePublic()
			.should()
			.beAnnotatedWith(AutoConfiguration.class)
			.orShould()
			.beAnnotatedWith(ConfigurationProperties.class)
			.orShould()
			.be(ProvidersRegistrar.class)
			.orShould()
			.be(ProviderProperties.class)
			.orShould()
			.be(ObservationProperties.class)
			.orShould()
			.be(LlmConnectionDetails.class)
			.orShould()
			.be(LlmRuntime.class)
			.orShould()
			.be(LlmChange.class)
			.orShould()
			.be(LlmChangeRefusedException.class)
			.orShould()
			.be(LlmHealthContributor.class)
			.orShould()
			.be(ProbeSettings.class)
			.orShould()
			.be(LlmEndpoint.class)
			.orShould()
			.be(LlmEndpointSection.class)
			.orShould()
			.resideInAPackage("..autoconfigure.report..")
			.check(CLASSES);
	}

	@Test
	void everyAutoConfigurationIsListed() {
		List<String> listed = ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.github.llmspring"))
			.toList();
		assertThat(CLASSES).filteredOn((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.extracting((type) -> type.getName())
			.containsExactlyInAnyOrderElementsOf(listed);
	}

	@Test
	void noPackageDependsOnItselfByWayOfOthers() {
		slices().matching("io.github.llmspring.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void clientDoesNotKnowSpringBoot() {
		noClasses().that()
			.resideOutsideOfPackage("..autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(CLASSES);
	}

	@Test
	void actuatorIsKnownOnlyWhereItIsAsked() {
		noClasses().that()
			.haveSimpleNameNotContaining("Sanitizing")
			.and()
			.haveSimpleNameNotContaining("LlmEndpointAutoConfiguration")
			.and()
			.resideOutsideOfPackage("..autoconfigure.endpoint..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.actuate..")
			.check(CLASSES);
	}

	@Test
	void healthIsKnownOnlyWhereItIsAsked() {
		noClasses().that()
			.haveSimpleNameNotContaining("LlmHealthAutoConfiguration")
			.and()
			.resideOutsideOfPackage("..autoconfigure.health..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.health..")
			.check(CLASSES);
	}

	@Test
	void databasesAreKnownOnlyWhereTheyAreAsked() {
		noClasses().that()
			.haveSimpleNameNotContaining("JdbcConversation")
			.and()
			.haveSimpleNameNotContaining("ConversationSchema")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.jdbc..", "org.springframework.boot.jdbc..",
					"org.springframework.boot.sql..")
			.check(CLASSES);
	}

	@Test
	void containersAreKnownOnlyWhereTheyAreAsked() {
		noClasses().that()
			.haveNameNotMatching(".*(DockerCompose|Container)LlmConnectionDetailsFactory.*")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.testcontainers..", "org.springframework.boot.docker..",
					"org.springframework.boot.testcontainers..")
			.check(CLASSES);
	}

	@Test
	void metersAreKnownOnlyWhereTheyAreMade() {
		noClasses().that()
			.resideOutsideOfPackages("io.github.llmspring.observation.metrics..", "..autoconfigure.metrics..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer.core..")
			.check(CLASSES);
	}

	@Test
	void nothingIsInjectedIntoFields() {
		fields().should().notBeAnnotatedWith(Autowired.class).check(CLASSES);
	}

	@Test
	void nullIsMarked() {
		for (Class<?> type : List.of(LlmAutoConfiguration.class, LlmHealthContributor.class, LlmEndpoint.class,
				Report.class)) {
			assertThat(type.getPackage().isAnnotationPresent(NullMarked.class)).as(type.getName()).isTrue();
		}
	}

}
