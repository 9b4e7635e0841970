package io.ddprofiling.spring;

import java.net.URISyntaxException;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Rules for the classes of this module, whether in a directory or in its jar.
 */
class ArchitectureTests {

	private static final DescribedPredicate<JavaMethod> INFRASTRUCTURE = DescribedPredicate.describe("infrastructure",
			(method) -> method.getModifiers().contains(JavaModifier.STATIC));

	private static JavaClasses module;

	@BeforeAll
	static void importModule() throws URISyntaxException {
		// rules are about names, the classes of Spring need not be read for them
		ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
		String origin = ProfilerAutoConfiguration.class.getProtectionDomain()
			.getCodeSource()
			.getLocation()
			.toURI()
			.getPath();
		module = new ClassFileImporter().withImportOption((location) -> location.contains(origin))
			.importPackages("io.ddprofiling");
	}

	@AfterAll
	static void reset() {
		ArchConfiguration.get().reset();
	}

	@Test
	void everythingIsInOnePackage() {
		ArchRuleDefinition.classes().should().resideInAPackage("io.ddprofiling.spring").check(module);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.check(module);
	}

	@Test
	void autoConfigurationsHaveNothingPublicInside() {
		ArchRuleDefinition.members()
			.that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.notBePublic()
			.andShould()
			.notBeProtected()
			.check(module);
		ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.bePackagePrivate()
			.andShould()
			.notBeAnnotatedWith(ConditionalOnClass.class)
			.check(module);
	}

	@Test
	void everyBeanCanBeReplaced() {
		ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.and(DescribedPredicate.not(INFRASTRUCTURE))
			.should()
			.beAnnotatedWith(ConditionalOnMissingBean.class)
			.check(module);
	}

	@Test
	void jacksonIsNotUsed() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.fasterxml..", "tools.jackson..")
			.check(module);
	}

	@Test
	void onlyEndpointHealthAndInfoKnowActuatorAndOnlyMetricsAndObservationsKnowMicrometer() {
		ArchRuleDefinition.noClasses()
			.that()
			.haveNameNotMatching(
					".*\\.(Profiler(Endpoint|Actuator|Health|Info)|Capture(Descriptor|Operations)|SnapshotOperations)[\\w$]*")
			.and()
			.haveNameNotMatching(".*\\.(ActuatorPaths|ProfilerObservationAutoConfiguration\\$ActuatorConfiguration)")
			.and()
			.doNotHaveSimpleName("SnapshotQuery")
			.and()
			.doNotHaveSimpleName("SnapshotMedia")
			.and()
			.doNotHaveSimpleName("InvalidQueryException")
			.and(DescribedPredicate.not(JavaClass.Predicates.assignableTo(ProfilerDescriptor.class)))
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.actuate..", "org.springframework.boot.health..")
			.check(module);
		ArchRuleDefinition.noClasses()
			.that()
			.haveSimpleNameNotStartingWith("ProfilerMetrics")
			.and()
			.doNotHaveSimpleName("EndpointMeters")
			.and()
			.haveNameNotMatching(
					".*\\.(MeterTrigger[\\w$]*|SpanObservationHandler|Observed\\w+|\\w*TraceSource|ProfilerObservation\\w+)")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer..")
			.check(module);
	}

	@Test
	void coreDoesNotKnowThisModule() {
		JavaClasses all = new ClassFileImporter().importPackages("io.ddprofiling");

		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages("io.ddprofiling.spring..", "io.ddprofiling.sample..",
					"io.ddprofiling.testsupport..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.ddprofiling.spring..", "org.springframework..")
			.check(all);
		SlicesRuleDefinition.slices().matching("io.ddprofiling.(*)..").should().beFreeOfCycles().check(all);
	}

	@Test
	void nothingIsPrinted() {
		GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(module);
	}

}
