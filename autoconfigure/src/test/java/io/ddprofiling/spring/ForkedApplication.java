package io.ddprofiling.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ddprofiling.Profiler;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The application {@link ForkedApplicationTests} run. It prints what it sees and ends.
 */
public final class ForkedApplication {

	private static final Path MAPS = Path.of("/proc/self/maps");

	private ForkedApplication() {
	}

	public static void main(String[] args) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run(args)) {
			System.out.println("profiler=" + context.getBean(Profiler.class).status().state().id());
			System.out.println("endpoint=" + context.containsBean("profilerEndpoint"));
			System.out.println("metrics=" + context.containsBean("profilerMetrics"));
			System.out.println("preloader=" + joinPreloader());
			System.out.println("library=" + isLibraryMapped());
		}
	}

	private static boolean joinPreloader() throws InterruptedException {
		boolean found = false;
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().equals("dd-profiling-preload")) {
				thread.join(60_000);
				found = true;
			}
		}
		return found;
	}

	private static boolean isLibraryMapped() throws IOException {
		return Files.isReadable(MAPS) && Files.readString(MAPS).contains("libasyncProfiler");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/**
		 * Leaves the native library to the preloader, if the test says so.
		 */
		@Bean
		ProfilerLifecycle lifecycle(Profiler profiler) {
			return new ProfilerLifecycle(
					Boolean.getBoolean("idle") ? Profiler.plainBuilder().disabled("idle").build() : profiler);
		}

	}

}
