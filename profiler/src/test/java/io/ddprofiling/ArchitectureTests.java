package io.ddprofiling;

import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

/**
 * Holds the core to the plan of the house.
 */
@AnalyzeClasses(packages = "io.ddprofiling",
		importOptions = { ImportOption.DoNotIncludeTests.class, ArchitectureTests.CoreOnly.class })
class ArchitectureTests {

	@ArchTest
	void packagesUseOnlyWhatIsBelowThem(JavaClasses core) {
		Architectures.layeredArchitecture()
			.consideringOnlyDependenciesInLayers()
			.layer("facade")
			.definedBy("io.ddprofiling")
			.layer("export")
			.definedBy("io.ddprofiling.export")
			.layer("transport")
			.definedBy("io.ddprofiling.export.transport")
			.layer("datadog")
			.definedBy("io.ddprofiling.export.datadog")
			.layer("directory")
			.definedBy("io.ddprofiling.export.directory")
			.layer("otlp")
			.definedBy("io.ddprofiling.export.otlp")
			.layer("pyroscope")
			.definedBy("io.ddprofiling.export.pyroscope")
			.layer("encode")
			.definedBy("io.ddprofiling.encode")
			.layer("jfr")
			.definedBy("io.ddprofiling.jfr")
			.layer("store")
			.definedBy("io.ddprofiling.store")
			.layer("recorder")
			.definedBy("io.ddprofiling.recorder")
			.layer("profile")
			.definedBy("io.ddprofiling.profile")
			.layer("chunk")
			.definedBy("io.ddprofiling.chunk")
			.layer("thread")
			.definedBy("io.ddprofiling.thread")
			.layer("span")
			.definedBy("io.ddprofiling.span")
			.layer("trigger")
			.definedBy("io.ddprofiling.trigger")
			.whereLayer("facade")
			.mayNotBeAccessedByAnyLayer()
			.whereLayer("facade")
			.mayOnlyAccessLayers("export", "transport", "datadog", "directory", "otlp", "pyroscope", "encode", "jfr",
					"store", "recorder", "profile", "thread", "span", "trigger")
			.whereLayer("trigger")
			.mayOnlyAccessLayers("span")
			.whereLayer("datadog")
			.mayOnlyAccessLayers("export", "transport", "encode", "store", "profile", "thread")
			.whereLayer("otlp")
			.mayOnlyAccessLayers("export", "transport", "encode", "profile")
			.whereLayer("pyroscope")
			.mayOnlyAccessLayers("export", "transport", "encode", "profile")
			.whereLayer("directory")
			.mayOnlyAccessLayers("export", "encode", "store", "profile")
			.whereLayer("export")
			.mayOnlyAccessLayers("encode", "store", "profile", "thread")
			.whereLayer("transport")
			.mayOnlyAccessLayers("thread")
			.whereLayer("encode")
			.mayOnlyAccessLayers("profile")
			.whereLayer("jfr")
			.mayOnlyAccessLayers("store", "chunk", "profile", "span")
			.whereLayer("store")
			.mayOnlyAccessLayers("chunk", "profile")
			.whereLayer("recorder")
			.mayOnlyAccessLayers("chunk", "profile")
			.whereLayer("chunk")
			.mayNotAccessAnyLayer()
			.whereLayer("profile")
			.mayNotAccessAnyLayer()
			.whereLayer("thread")
			.mayNotAccessAnyLayer()
			.whereLayer("span")
			.mayNotAccessAnyLayer()
			.check(core);
	}

	@ArchTest
	void packagesAreFreeOfCycles(JavaClasses core) {
		SlicesRuleDefinition.slices().matching("io.ddprofiling.(**)").should().beFreeOfCycles().check(core);
	}

	@ArchTest
	void knowsNoFramework(JavaClasses core) {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.micrometer..", "com.fasterxml..", "tools.jackson..",
					"jakarta..", "io.opentelemetry..")
			.check(core);
	}

	@ArchTest
	void asyncProfilerIsTheRecordersBusiness(JavaClasses core) {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages("io.ddprofiling.recorder")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("one.profiler..")
			.check(core);
	}

	@ArchTest
	void recordingsAreReadInTwoPlaces(JavaClasses core) {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages("io.ddprofiling.recorder", "io.ddprofiling.jfr")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("one.jfr..", "one.convert..", "jdk.jfr..")
			.check(core);
	}

	@ArchTest
	void protobufIsTheEncodersBusiness(JavaClasses core) {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackages("io.ddprofiling.encode")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.google..")
			.check(core);
	}

	@ArchTest
	void onlyTheStableCoreOfProtobufIsUsed(JavaClasses core) {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("are protobuf's but the stream and the wire format",
					(type) -> type.getPackageName().startsWith("com.google.protobuf")
							&& !Set.of("CodedOutputStream", "WireFormat").contains(type.getSimpleName())))
			.check(core);
	}

	@ArchTest
	void logsWithSlf4j(JavaClasses core) {
		GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(core);
	}

	@ArchTest
	void printsNothing(JavaClasses core) {
		GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(core);
	}

	@ArchTest
	void packagesAreNullMarked(JavaClasses core) {
		ArchRuleDefinition.classes().should(new BeInNullMarkedPackage()).check(core);
	}

	/**
	 * Leaves out the other modules, which share the base package.
	 */
	static final class CoreOnly implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return !location.contains("/testsupport/");
		}

	}

	private static final class BeInNullMarkedPackage extends ArchCondition<JavaClass> {

		BeInNullMarkedPackage() {
			super("be in a @NullMarked package");
		}

		@Override
		public void check(JavaClass type, ConditionEvents events) {
			boolean marked = type.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
			events.add(new SimpleConditionEvent(type, marked,
					type.getPackageName() + " of " + type.getName() + " is " + (marked ? "" : "not ") + "@NullMarked"));
		}

	}

}
