package io.ddprofiling.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerState;
import io.ddprofiling.export.ExportResult;
import io.ddprofiling.sample.SampleApplication;
import io.ddprofiling.testsupport.FakeAgent;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * The sample shop as the manual shows it, with traffic and an agent to upload to. There
 * is one for all tests; it ends with their JVM. A version before it has run for a while,
 * so that versions can be compared.
 */
final class RunningShop {

	private static @Nullable RunningShop running;

	private final Path directory;

	// outlives the methods that ask it, as the shop does
	private final FakeAgent agent = new FakeAgent();

	private final ConfigurableApplicationContext context;

	private RunningShop() {
		try {
			this.directory = Files.createTempDirectory("manual");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		try (ConfigurableApplicationContext before = run("--dd.version=0.9.0")) {
			awaitWindows(profiler(before));
		}
		this.context = run("--dd.version=1.0.0");
		Runtime.getRuntime().addShutdownHook(new Thread(this::end));
		awaitWindows(profiler(this.context));
	}

	static synchronized RunningShop get() {
		if (running == null) {
			running = new RunningShop();
		}
		return running;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	int port() {
		return Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	URI agent() {
		return this.agent.url();
	}

	Path directory() {
		return this.directory;
	}

	private static Profiler profiler(ConfigurableApplicationContext context) {
		Profiler profiler = context.getBean(Profiler.class);
		if (profiler.status().state() != ProfilerState.RUNNING) {
			context.close();
			Assumptions.abort("nothing can be recorded here: " + profiler.status().reason());
		}
		return profiler;
	}

	private static void awaitWindows(Profiler profiler) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> profiler.readerCounters().profiles() > 1 && isDelivered(profiler));
	}

	private static boolean isDelivered(Profiler profiler) {
		return profiler.status()
			.exporters()
			.stream()
			.anyMatch((exporter) -> exporter.outcomes().containsKey(ExportResult.Outcome.DELIVERED));
	}

	private ConfigurableApplicationContext run(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--spring.jmx.enabled=true", "--sample.traffic.requests-per-second=50",
				"--dd.trace.agent.url=" + this.agent.url(), "--dd.profiling.upload.period=1s",
				"--dd.profiling.triggers.slow-endpoint=1h", "--management.endpoint.profiler.access=unrestricted",
				"--dd.profiling.store.directory=" + this.directory.resolve("store")));
		all.addAll(Arrays.asList(arguments));
		return new SpringApplicationBuilder(SampleApplication.class).registerShutdownHook(false)
			.run(all.toArray(String[]::new));
	}

	private void end() {
		this.context.close();
		this.agent.close();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
