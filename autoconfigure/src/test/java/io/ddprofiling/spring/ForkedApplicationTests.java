package io.ddprofiling.spring;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what needs a JVM of its own: {@link NativeLibraryPreloader}, because a native
 * library is never unloaded, and missing jars.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "loaded libraries are seen in /proc/self/maps")
class ForkedApplicationTests {

	private static final Predicate<String> ALL_JARS = (jar) -> true;

	@TempDir
	private Path directory;

	@Test
	void libraryIsLoadedBeforeTheProfilerStarts() throws Exception {
		assertThat(run(ALL_JARS, List.of("-Didle=true"))).contains("profiler=stopped", "library=true");
	}

	@Test
	void libraryIsNotLoadedWhenTheProfilerIsOff() throws Exception {
		assertThat(run(ALL_JARS, List.of("-Ddd.profiling.enabled=0"))).contains("profiler=disabled", "preloader=false",
				"library=false");
	}

	@Test
	void libraryIsNotLoadedWhenTheFlightRecorderRecords() throws Exception {
		assertThat(run(ALL_JARS, List.of(), "--dd.profiling.engine=jfr")).contains("profiler=running",
				"preloader=false", "library=false");
	}

	@Test
	void trainingRunLeavesNothingBehind() throws Exception {
		assertThat(run(ALL_JARS, List.of("-Dspring.context.exit=onRefresh"), "--dd.profiling.triggers.start-up=true"))
			.noneMatch((line) -> line.startsWith("profiler=") || line.contains("io.ddprofiling.Profiler"));
		assertThat(this.directory.resolve("store")).doesNotExist();
	}

	@Test
	void flightRecorderRecordsWithoutAsyncProfilersJar() throws Exception {
		assertThat(run((jar) -> !jar.startsWith("async-profiler"), List.of())).contains("profiler=running",
				"library=false");
	}

	@Test
	void applicationStartsWhenPlaceholdersDoNotResolve() throws Exception {
		assertThat(run(ALL_JARS, List.of(), "--dd.profiling.enabled=${missing.one}",
				"--dd.profiling.library-path=${missing.two}"))
			.contains("profiler=running");
	}

	@Test
	void applicationStartsWithoutActuatorAndMicrometer() throws Exception {
		assertThat(run((jar) -> !jar.contains("actuator") && !jar.contains("micrometer"), List.of()))
			.contains("profiler=running", "endpoint=false", "metrics=false");
	}

	@Test
	void applicationStartsWithActuatorAndWithoutMicrometer() throws Exception {
		assertThat(run((jar) -> !jar.contains("micrometer"), List.of(),
				"--management.endpoints.web.exposure.include=profiler"))
			.contains("profiler=running", "metrics=false");
	}

	@Test
	void applicationStartsWithoutAWebServer() throws Exception {
		assertThat(run((jar) -> !jar.contains("spring-web") && !jar.contains("tomcat") && !jar.contains("netty"),
				List.of()))
			.contains("profiler=running", "metrics=true");
	}

	private List<String> run(Predicate<String> jars, List<String> options, String... arguments)
			throws IOException, InterruptedException {
		Path output = this.directory.resolve("output");
		List<String> line = new ArrayList<>();
		line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		line.addAll(options);
		line.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", classPath(jars)));
		line.addAll(List.of(ForkedApplication.class.getName(), "--spring.config.name=none"));
		line.add("--dd.profiling.store.directory=" + this.directory.resolve("store"));
		line.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("DD_"));
		Process process = builder.start();
		try {
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
			assertThat(process.exitValue()).as(Files.readString(output)).isZero();
			return Files.readAllLines(output);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String classPath(Predicate<String> jars) {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(classPath.split(File.pathSeparator))
			.filter((entry) -> jars.test(Path.of(entry).getFileName().toString()))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
