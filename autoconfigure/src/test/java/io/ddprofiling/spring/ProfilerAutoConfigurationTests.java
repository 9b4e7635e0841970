package io.ddprofiling.spring;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.ddprofiling.ContradictorySettingsException;
import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerState;
import io.ddprofiling.ProfilerStatus;
import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExporterStatus;
import io.ddprofiling.export.ProfileExporter;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.ProfileUpload;
import one.profiler.AsyncProfiler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProfilerAutoConfiguration} and {@link ProfilerLifecycle}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProfilerAutoConfigurationTests {

	@TempDir
	private Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = new ApplicationContextRunner().withInitializer(SystemEnvironment.empty())
			.withPropertyValues("dd.profiling.store.directory=" + this.directory.resolve("store"),
					"dd.profiling.upload.enabled=false")
			.withConfiguration(AutoConfigurations.of(ProfilerAutoConfiguration.class,
					ProfilerEndpointAutoConfiguration.class, ProfilerMetricsAutoConfiguration.class));
	}

	@Test
	void profilerRunsByDefault(CapturedOutput output) {
		this.runner.withPropertyValues("spring.application.name=shop").run((context) -> {
			assertThat(context).hasSingleBean(Profiler.class).hasSingleBean(ProfilerLifecycle.class);
			Recording.assumePossible(context.getBean(Profiler.class));
			ProfilerStatus status = status(context);
			assertThat(status.reason()).isNull();
			assertThat(status.problems()).isEmpty();
			assertThat(status.identity().service()).isEqualTo("shop");
			assertThat(output).contains("Profiling 'shop' with async-profiler");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "1", "yes", "on", "TRUE", "Yes", "auto", "AUTO", " on ", "", " " })
	void profilerIsOn(String value) {
		this.runner.withUserConfiguration(IdleLifecycleConfiguration.class)
			.withInitializer(SystemEnvironment.of(Map.of("DD_PROFILING_ENABLED", value)))
			.run((context) -> {
				assertThat(status(context).state()).isEqualTo(ProfilerState.STOPPED);
				assertThat(status(context).problems()).isEmpty();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "0", "no", "off", "FALSE", "Off", " false " })
	void profilerIsOff(String value) {
		this.runner.withInitializer(SystemEnvironment.of(Map.of("DD_PROFILING_ENABLED", value))).run((context) -> {
			assertThat(status(context).state()).isEqualTo(ProfilerState.DISABLED);
			assertThat(status(context).reason()).isEqualTo("dd.profiling.enabled is false");
			assertThat(status(context).problems()).isEmpty();
			assertThat(this.directory).isEmptyDirectory();
		});
	}

	@Test
	void exportersOfTheUsersAreTakenInOrder() {
		this.runner.withUserConfiguration(IdleLifecycleConfiguration.class, ExportersConfiguration.class)
			.withPropertyValues("dd.profiling.upload.enabled=false")
			.run((context) -> assertThat(status(context).exporters()).extracting(ExporterStatus::name)
				.containsExactly("archive", "queue"));
	}

	@Test
	void profilerIsOnWhenTheSwitchIsNonsense() {
		this.runner.withUserConfiguration(IdleLifecycleConfiguration.class)
			.withPropertyValues("dd.profiling.enabled=nonsense")
			.run((context) -> {
				assertThat(status(context).state()).isEqualTo(ProfilerState.STOPPED);
				assertThat(status(context).problems()).singleElement()
					.asString()
					.contains("'dd.profiling.enabled'", "'nonsense'", "[true, auto, false]");
			});
	}

	@Test
	void settingsOfUploadsContradictNothingIfThereIsNone() {
		this.runner
			.withPropertyValues("dd.profiling.store.max-age=30s", "dd.profiling.upload.period=60s",
					"dd.profiling.upload.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void contradictorySettingsStopTheApplication() {
		this.runner
			.withPropertyValues("dd.profiling.store.max-age=30s", "dd.profiling.upload.period=60s",
					"dd.profiling.upload.enabled=true")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(ContradictorySettingsException.class));
	}

	@Test
	void contradictorySettingsDoNotMatterWhenTheProfilerIsOff() {
		this.runner
			.withPropertyValues("dd.profiling.store.max-age=30s", "dd.profiling.upload.period=60s",
					"dd.profiling.enabled=false")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(status(context).state()).isEqualTo(ProfilerState.DISABLED);
			});
	}

	@Test
	void backsOffWhenUserDefinesProfiler() {
		this.runner.withUserConfiguration(UserProfilerConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(Profiler.class).hasBean("userProfiler");
			assertThat(status(context).identity().service()).isEqualTo("user");
			assertThat(context.getBean(ProfilerLifecycle.class).isRunning()).isTrue();
		});
	}

	@Test
	void customizersChangeWhatPropertiesSetInOrder() {
		this.runner.withUserConfiguration(CustomizerConfiguration.class)
			.withPropertyValues("dd.profiling.enabled=false", "dd.service=property", "dd.env=prod", "dd.version=1")
			.run((context) -> {
				assertThat(status(context).identity().service()).isEqualTo("second");
				assertThat(status(context).identity().version()).isEqualTo("first");
				assertThat(status(context).identity().env()).isEqualTo("prod");
			});
	}

	@Test
	void profilerStopsWithTheContext() {
		Profiler[] stopped = new Profiler[1];

		this.runner.run((context) -> {
			stopped[0] = context.getBean(Profiler.class);
			Recording.assumePossible(stopped[0]);
			assertThat(this.directory.resolve("store")).isNotEmptyDirectory();
		});

		assertThat(stopped[0].status().state()).isEqualTo(ProfilerState.STOPPED);
		assertThat(this.directory.resolve("store")).isEmptyDirectory();
		awaitEndOfThreads();
	}

	@Test
	void profilerRunsAgainWhenTheContextIsRestarted() {
		this.runner.run((context) -> {
			Recording.assumePossible(context.getBean(Profiler.class));
			String firstRun = status(context).identity().runtimeId();

			context.getSourceApplicationContext().stop();
			assertThat(status(context).state()).isEqualTo(ProfilerState.STOPPED);
			assertThat(context.getBean(ProfilerLifecycle.class).isRunning()).isFalse();

			context.getSourceApplicationContext().start();
			assertThat(status(context).state()).isEqualTo(ProfilerState.RUNNING);
			assertThat(context.getBean(ProfilerLifecycle.class).isRunning()).isTrue();
			assertThat(status(context).identity().runtimeId()).isNotEqualTo(firstRun);
			assertThat(context.getBean(Profiler.class).snapshot(Duration.ofSeconds(10)).recording().size())
				.isPositive();
		});
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "open files are seen in /proc/self/fd")
	void stoppedContextCanBeCheckpointed() {
		this.runner.run((context) -> {
			Profiler profiler = context.getBean(Profiler.class);
			Recording.assumePossible(profiler);
			Instant firstStart = status(context).since();
			assertThat(descriptors()).isNotEmpty();

			// what Spring does with its lifecycle beans before a checkpoint
			context.getSourceApplicationContext().stop();
			assertThat(descriptors()).isEmpty();
			assertThat(AsyncProfiler.getInstance().execute("status")).startsWith("Profiler is not active");
			assertThat(this.directory.resolve("store")).isEmptyDirectory();
			awaitEndOfThreads();

			// and after it was restored
			Instant restored = Instant.now();
			context.getSourceApplicationContext().start();
			assertThat(profiler.status().since()).isAfterOrEqualTo(restored).isAfter(firstStart);
			assertThat(profiler.snapshot(Duration.ofHours(1)).window().start()).isAfterOrEqualTo(restored);
		});
	}

	@Test
	void restartedContextIsNotPausedAnyMore() {
		this.runner.run((context) -> {
			Recording.assumePossible(context.getBean(Profiler.class));
			context.getBean(Profiler.class).pause();

			context.getSourceApplicationContext().stop();
			context.getSourceApplicationContext().start();

			assertThat(status(context).state()).isEqualTo(ProfilerState.RUNNING);
		});
	}

	@Test
	void secondContextIsNotProfiled(CapturedOutput output) {
		this.runner.withPropertyValues("dd.service=first").run((first) -> {
			Recording.assumePossible(first.getBean(Profiler.class));

			this.runner.withPropertyValues("dd.service=second").run((second) -> {
				assertThat(second).hasNotFailed();
				assertThat(status(second).state()).isEqualTo(ProfilerState.UNAVAILABLE);
				assertThat(status(second).reason()).contains("already running in this JVM", "service 'first'");
				assertThat(output).containsOnlyOnce("This application context is not profiled");
				assertThat(output).containsOnlyOnce("(service 'first'");
			});

			assertThat(status(first).state()).isEqualTo(ProfilerState.RUNNING);
			assertThat(first.getBean(Profiler.class).snapshot(Duration.ofSeconds(10)).recording().size()).isPositive();
			this.runner.run((third) -> assertThat(status(third).state()).isEqualTo(ProfilerState.UNAVAILABLE));
		});

		this.runner.run((fourth) -> assertThat(status(fourth).state()).isEqualTo(ProfilerState.RUNNING));
	}

	@Test
	void profilerRunsBeforeAndAfterEverythingElse() {
		this.runner.withUserConfiguration(WitnessConfiguration.class).run((context) -> {
			Recording.assumePossible(context.getBean(Profiler.class));
			Witness witness = context.getBean(Witness.class);

			context.getSourceApplicationContext().stop();

			assertThat(witness.atStart).isEqualTo(ProfilerState.RUNNING);
			assertThat(witness.atStop).isEqualTo(ProfilerState.RUNNING);
			assertThat(context.getBeansOfType(SmartLifecycle.class).values())
				.allSatisfy((bean) -> assertThat(ProfilerLifecycle.PHASE).isLessThanOrEqualTo(bean.getPhase()));
		});
	}

	@Test
	void profilerRunsWhenBeansAreLazy() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> Recording.assumePossible(context.getBean(Profiler.class)));
	}

	@Test
	void childContextHasTheProfilerOfItsParent() {
		this.runner.run((parent) -> this.runner.withParent(parent).run((child) -> {
			assertThat(child.getSourceApplicationContext().getBeanFactory().containsLocalBean("profiler")).isFalse();
			assertThat(child.getBean(Profiler.class)).isSameAs(parent.getBean(Profiler.class));
		}));
	}

	@Test
	void applicationRunsWhenRecordingIsNotPossible(CapturedOutput output) throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "not a directory");

		this.runner.withPropertyValues("dd.profiling.store.directory=" + file).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(status(context).state()).isEqualTo(ProfilerState.UNAVAILABLE);
			assertThat(status(context).reason()).contains(file.toString());
			assertThat(output).contains("The application runs without profiles: " + status(context).reason());
		});
		assertThat(file).hasContent("not a directory");
	}

	@Test
	void lastWindowIsUploadedWhenTheContextCloses() {
		try (FakeAgent agent = new FakeAgent()) {
			this.runner
				.withPropertyValues("dd.profiling.upload.enabled=true", "dd.service=shop",
						"dd.trace.agent.url=http://user:s3cret@127.0.0.1:" + agent.port())
				.run((context) -> {
					Recording.assumePossible(context.getBean(Profiler.class));
					Recording.work();
					Awaitility.await()
						.atMost(Duration.ofSeconds(30))
						.until(() -> status(context).exporters().get(0).target() != null);
					assertThat(ProfilerDescriptor.of(context.getBean(Profiler.class)).toString())
						.contains("127.0.0.1:" + agent.port())
						.doesNotContain("s3cret");
				});

			ProfileUpload upload = ProfileUpload.parse(agent.awaitUploads(1, Duration.ofSeconds(10)).get(0));
			upload.assertConforms();
			assertThat(upload.tags()).containsEntry("service", "shop");
		}
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.withPropertyValues("dd.profiling.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(Profiler.class).doesNotHaveBean("profilerMetrics"));
	}

	@Test
	void backsOffWhenUserDefinesMetrics() {
		this.runner.withUserConfiguration(UserMetricsConfiguration.class)
			.withPropertyValues("dd.profiling.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ProfilerMetrics.class).hasBean("userMetrics"));
	}

	// a stop waits for their work, not for their end
	private static void awaitEndOfThreads() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("dd-profiling-")));
	}

	private List<Path> descriptors() throws IOException {
		List<Path> targets = new ArrayList<>();
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors) {
				Path target = target(descriptor);
				if (target.startsWith(this.directory) || target.toString().contains("perf_event")) {
					targets.add(target);
				}
			}
		}
		return targets;
	}

	private static Path target(Path descriptor) throws IOException {
		try {
			return Files.readSymbolicLink(descriptor);
		}
		catch (NoSuchFileException ex) {
			// closed meanwhile
			return descriptor;
		}
	}

	private static ProfilerStatus status(ApplicationContext context) {
		return context.getBean(Profiler.class).status();
	}

	@Configuration(proxyBeanMethods = false)
	static class ExportersConfiguration {

		@Bean
		@Order(2)
		ProfileExporter queue() {
			return new NamedExporter("queue");
		}

		@Bean
		@Order(1)
		ProfileExporter archive() {
			return new NamedExporter("archive");
		}

	}

	/**
	 * An exporter that delivers nothing.
	 *
	 * @param name its name
	 */
	private record NamedExporter(String name) implements ProfileExporter {

		@Override
		public String target() {
			return "nowhere";
		}

		@Override
		public String idleReason() {
			return "never idle";
		}

		@Override
		public ExportResult export(ProfileWindow window, Duration timeout) {
			throw new UnsupportedOperationException();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class IdleLifecycleConfiguration {

		@Bean
		ProfilerLifecycle idleLifecycle() {
			return new ProfilerLifecycle(Profiler.plainBuilder().disabled("by the test").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserProfilerConfiguration {

		@Bean
		Profiler userProfiler() {
			return Profiler.plainBuilder().service("user").disabled("by the test").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UserMetricsConfiguration {

		@Bean
		ProfilerMetrics userMetrics(Profiler profiler) {
			return new ProfilerMetrics(profiler);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		@Order(2)
		ProfilerBuilderCustomizer second() {
			return (builder) -> builder.service("second");
		}

		@Bean
		@Order(1)
		ProfilerBuilderCustomizer first() {
			return (builder) -> builder.service("first").version("first");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WitnessConfiguration {

		@Bean
		Witness witness(Profiler profiler) {
			return new Witness(profiler);
		}

	}

	/**
	 * Sees the profiler's state when it is started and stopped itself.
	 */
	static final class Witness implements SmartLifecycle {

		private final Profiler profiler;

		private ProfilerState atStart;

		private ProfilerState atStop;

		Witness(Profiler profiler) {
			this.profiler = profiler;
		}

		@Override
		public void start() {
			this.atStart = this.profiler.status().state();
		}

		@Override
		public void stop() {
			this.atStop = this.profiler.status().state();
		}

		@Override
		public boolean isRunning() {
			return this.atStart != null && this.atStop == null;
		}

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE + 2048;
		}

	}

}
