package io.ddprofiling.spring;

import java.nio.file.Path;

import io.ddprofiling.Profiler;
import io.ddprofiling.recorder.Engine;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Loads the native library as soon as the environment is known, beside the start of the
 * application: code that is compiled before knows fewer of its lines, and exceptions make
 * the JVM compile some or all of it again.
 */
final class NativeLibraryPreloader implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	NativeLibraryPreloader() {
	}

	// before logging is set up, which takes its time
	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER - 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		Environment environment = event.getEnvironment();
		if (Switch.isOn(environment, "dd.profiling.enabled") && usesLibrary(environment)
				&& !Boolean.getBoolean("spring.aot.processing") && !TrainingRun.isThisOne()) {
			Path library = path(environment, "dd.profiling.library-path");
			Path directory = path(environment, "dd.profiling.store.directory");
			boolean exceptions = Switch.isOn(environment, "dd.profiling.exception.enabled");
			Thread thread = new Thread(() -> Profiler.preload(library, directory, exceptions), "dd-profiling-preload");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private static boolean usesLibrary(Environment environment) {
		try {
			String value = environment.getProperty("dd.profiling.engine");
			return !StringUtils.hasText(value) || Engine.of(value) != Engine.JFR;
		}
		catch (IllegalArgumentException ex) {
			return true;
		}
	}

	private static @Nullable Path path(Environment environment, String name) {
		try {
			String value = environment.getProperty(name);
			return StringUtils.hasText(value) ? Path.of(value.strip()) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
