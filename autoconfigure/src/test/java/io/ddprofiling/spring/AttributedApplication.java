package io.ddprofiling.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.ddprofiling.Profiler;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A running application that is profiled, and what its profile says.
 */
final class AttributedApplication implements AutoCloseable {

	private static final Set<ProfileType> TYPES = EnumSet.of(ProfileType.CPU, ProfileType.ALLOCATION);

	private final ConfigurableApplicationContext context;

	private final Profiler profiler;

	private final Load load;

	private long start;

	AttributedApplication(Class<?> type, WebApplicationType web, Path directory, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.config.name=none", "--server.port=0",
				"--dd.profiling.store.directory=" + directory.resolve("store"), "--dd.profiling.upload.enabled=false",
				"--dd.profiling.max-overhead=off", "--dd.profiling.max-samples=0", "--dd.profiling.cpu.interval=5",
				"--dd.profiling.allocation.interval=64KB"));
		all.addAll(List.of(arguments));
		this.context = new SpringApplicationBuilder(type).web(web)
			.initializers(SystemEnvironment.empty())
			.run(all.toArray(String[]::new));
		this.profiler = this.context.getBean(Profiler.class);
		this.load = new Load(Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port")));
		Recording.assumePossible(this.profiler);
		begin();
	}

	Load load() {
		return this.load;
	}

	/**
	 * Leave out what was recorded until now.
	 */
	void begin() {
		this.start = System.nanoTime();
	}

	Profile profile() {
		return this.profiler.snapshot(Duration.ofNanos(System.nanoTime() - this.start)).profile(TYPES);
	}

	List<String> hints() {
		return this.profiler.status().hints();
	}

	// meters of the application's, the profiler's among them
	int meters() {
		return this.context.getBean(MeterRegistry.class).getMeters().size();
	}

	EndpointShares cpu() {
		return EndpointShares.of(profile(), SampleType.CPU_TIME);
	}

	/**
	 * Send a request until its work was sampled often enough, and return whose it is.
	 */
	EndpointShares sampled(String request, String method) {
		begin();
		EndpointShares[] found = new EndpointShares[1];
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(1)).untilAsserted(() -> {
			this.load.send(request, 20);
			found[0] = cpu();
			assertThat(found[0].endpointsOf(method).values().stream().mapToLong(Long::longValue).sum())
				.as("%s", found[0])
				.isGreaterThan(Duration.ofMillis(200).toNanos());
		});
		return found[0];
	}

	@Override
	public void close() {
		this.context.close();
	}

}
