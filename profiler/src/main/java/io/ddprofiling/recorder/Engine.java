package io.ddprofiling.recorder;

import java.util.Arrays;
import java.util.Locale;

/**
 * What takes the samples.
 *
 * @since 0.1.0
 */
public enum Engine {

	/**
	 * {@link #ASYNC_PROFILER}, or {@link #JFR} where it cannot be used.
	 */
	AUTO,

	/**
	 * async-profiler, which sees the most and needs a native library.
	 */
	ASYNC_PROFILER,

	/**
	 * The JDK's Flight Recorder, which needs nothing but the JDK.
	 */
	JFR;

	/**
	 * The name used in settings.
	 * @return the lower-case name, for example {@code async-profiler}
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	@Override
	public String toString() {
		return id();
	}

	/**
	 * Finds an engine by its {@link #id()}.
	 * @param id the name, in any case
	 * @return the engine
	 * @throws IllegalArgumentException if there is no such engine; the message lists
	 * those there are
	 */
	public static Engine of(String id) {
		String wanted = id.strip().toLowerCase(Locale.ROOT);
		return Arrays.stream(values())
			.filter((engine) -> engine.id().equals(wanted))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("it must be one of " + Arrays.toString(values())));
	}

}
