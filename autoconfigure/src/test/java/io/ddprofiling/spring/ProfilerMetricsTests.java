package io.ddprofiling.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.ddprofiling.Profiler;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.testsupport.FakeAgent;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProfilerMetrics}.
 */
class ProfilerMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@TempDir
	private Path directory;

	@Test
	void everyMeterIsDescribed() {
		bind(Profiler.plainBuilder().uploadMode(UploadMode.ALWAYS).build());

		assertThat(this.registry.getMeters()).isNotEmpty()
			.allSatisfy(
					(meter) -> assertThat(meter.getId().getDescription()).as(meter.getId().toString()).isNotBlank());
		assertThat(baseUnits()).containsOnlyKeys("profiler.active", "profiler.samples", "profiler.cuts",
				"profiler.rolls", "profiler.overhead", "profiler.conversion", "profiler.store.size", "profiler.dropped",
				"profiler.upload", "profiler.upload.size", "profiler.upload.reduced", "profiler.captures");
		assertThat(baseUnits()).containsEntry("profiler.samples", "samples")
			.containsEntry("profiler.cuts", "cuts")
			.containsEntry("profiler.rolls", "rolls")
			.containsEntry("profiler.conversion", "seconds")
			.containsEntry("profiler.store.size", "bytes")
			.containsEntry("profiler.upload", "seconds")
			.containsEntry("profiler.upload.size", "bytes")
			.containsEntry("profiler.upload.reduced", "profiles");
	}

	@Test
	void namesAndTagsFollowMicrometersConvention() {
		bind(Profiler.plainBuilder().uploadMode(UploadMode.ALWAYS).build());

		assertThat(this.registry.getMeters()).allSatisfy((meter) -> {
			assertThat(meter.getId().getName()).matches("profiler(\\.[a-z]+)+");
			assertThat(meter.getId().getTags()).allSatisfy((tag) -> {
				assertThat(tag.getKey()).isIn("type", "exporter", "outcome", "reason");
				assertThat(tag.getValue()).matches("[a-z]+(-[a-z]+)*");
			});
		});
	}

	@Test
	void everyTypeOutcomeAndReasonHasAMeterFromTheBeginning() {
		Profiler profiler = Profiler.plainBuilder().uploadMode(UploadMode.ALWAYS).build();

		bind(profiler);

		assertThat(tagValues("profiler.samples", "type"))
			.containsExactlyInAnyOrderElementsOf(List.of(ProfileType.values()).stream().map(ProfileType::id).toList());
		assertThat(tagValues("profiler.upload", "outcome"))
			.containsExactlyInAnyOrderElementsOf(List.of(Outcome.values()).stream().map(Outcome::id).toList());
		assertThat(tagValues("profiler.dropped", "reason")).isEqualTo(ProfilerDescriptor.Drops.of(profiler).keySet());
	}

	@Test
	void everyTriggerHasAMeterFromTheBeginning() {
		bind(Profiler.plainBuilder().triggers((triggers) -> triggers.cpu(80).startUp(true)).build());

		assertThat(tagValues("profiler.triggers", "trigger")).containsExactlyInAnyOrder("cpu", "start-up");
		assertThat(this.registry.get("profiler.captures").gauge().value()).isZero();
	}

	@Test
	void profilerThatIsOffIsNotActive() {
		bind(Profiler.plainBuilder().disabled("by the test").build());

		assertThat(this.registry.get("profiler.active").gauge().value()).isZero();
		assertThat(this.registry.get("profiler.store.size").gauge().value()).isZero();
		assertThat(this.registry.get("profiler.overhead").gauge().value()).isNaN();
		assertThat(this.registry.find("profiler.upload").functionTimers()).isNotEmpty();
	}

	@Test
	void valuesMoveWithTheWindows() {
		try (FakeAgent agent = new FakeAgent();
				Profiler profiler = Profiler.plainBuilder()
					.storeDirectory(this.directory.resolve("store"))
					.agentUrl(agent.url())
					.uploadPeriod(Duration.ofSeconds(1))
					.build()) {
			bind(profiler);
			profiler.start();
			Recording.assumePossible(profiler);
			assertThat(this.registry.get("profiler.active").gauge().value()).isOne();

			Recording.work();

			Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
				assertThat(samples(ProfileType.CPU)).isPositive();
				assertThat(samples(ProfileType.WALL)).isPositive();
				assertThat(samples(ProfileType.ALLOCATION)).isPositive();
				assertThat(this.registry.get("profiler.cuts").functionCounter().count()).isPositive();
				assertThat(this.registry.get("profiler.store.size").gauge().value()).isPositive();
				assertThat(this.registry.get("profiler.conversion").functionTimer().count()).isPositive();
				assertThat(this.registry.get("profiler.conversion").functionTimer().totalTime(TimeUnit.NANOSECONDS))
					.isPositive();
				assertThat(this.registry.get("profiler.upload").tag("outcome", "delivered").functionTimer().count())
					.isPositive();
				assertThat(
						this.registry.get("profiler.upload.size").tag("outcome", "delivered").functionCounter().count())
					.isPositive();
			});
			assertThat(this.registry.get("profiler.upload").tag("outcome", "failed").functionTimer().count()).isZero();
			profiler.stop();
			assertThat(this.registry.get("profiler.active").gauge().value()).isZero();
			assertThat(samples(ProfileType.CPU)).isPositive();
		}
	}

	@Test
	void failedUploadsAreCountedAsSuch() {
		try (FakeAgent agent = new FakeAgent();
				Profiler profiler = Profiler.plainBuilder()
					.storeDirectory(this.directory.resolve("store"))
					.agentUrl(agent.url())
					.uploadPeriod(Duration.ofSeconds(1))
					.build()) {
			agent.respondWith(503);
			bind(profiler);
			profiler.start();
			Recording.assumePossible(profiler);
			Recording.work();

			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(
						this.registry.get("profiler.upload").tag("outcome", "failed").functionTimer().count())
					.isPositive());
		}
	}

	@Test
	void applicationHasTheMeters() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.initializers(SystemEnvironment.empty())
			.run("--spring.config.name=none", "--dd.profiling.enabled=false")) {
			assertThat(context.getBean(MeterRegistry.class).find("profiler.active").gauge()).isNotNull();
		}
	}

	private void bind(Profiler profiler) {
		new ProfilerMetrics(profiler).bindTo(this.registry);
	}

	private double samples(ProfileType type) {
		return this.registry.get("profiler.samples").tag("type", type.id()).functionCounter().count();
	}

	private Map<String, String> baseUnits() {
		return this.registry.getMeters()
			.stream()
			.map(Meter::getId)
			.collect(
					Collectors.toMap(Meter.Id::getName, (id) -> String.valueOf(id.getBaseUnit()), (one, other) -> one));
	}

	private Set<String> tagValues(String meter, String tag) {
		return this.registry.find(meter)
			.meters()
			.stream()
			.map((found) -> found.getId().getTag(tag))
			.collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
