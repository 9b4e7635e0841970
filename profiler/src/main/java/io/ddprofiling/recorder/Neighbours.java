package io.ddprofiling.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds other profilers in a JVM by what can be seen of them.
 *
 * @since 0.1.0
 */
public final class Neighbours {

	private static final String SHARING = "; both record. When it starts after us, CPU time of threads that start later"
			+ " is seen from our next recording file on (dd.profiling.store.roll-interval). If it samples allocation,"
			+ " ours is sampled where threads get new buffers, which changes no total; if it samples locks, those of"
			+ " java.util.concurrent are seen by the one that started last, and dd.profiling.lock.enabled=false leaves"
			+ " them to it";

	/**
	 * The first part of the names of threads that Datadog's agent profiles with.
	 */
	private static final String DATADOG_THREAD = "dd-profiler-";

	private static final String DATADOG_LIBRARY = "libjavaProfiler";

	private static final String DATADOG_RECORDING = "dd-profiling";

	/**
	 * The first part of the names of threads that Pyroscope's agent profiles with.
	 */
	private static final String PYROSCOPE_THREAD = "Pyroscope";

	private static final String ASYNC_PROFILER = "asyncprofiler";

	private static final Set<String> ON = Set.of("true", "1", "auto");

	private final JvmTraces traces;

	Neighbours(JvmTraces traces) {
		this.traces = traces;
	}

	/**
	 * Looks for other profilers in this JVM.
	 * @return what was found
	 */
	public static List<Neighbour> inThisJvm() {
		return new Neighbours(JvmTraces.ofThisJvm()).all();
	}

	List<Neighbour> all() {
		List<Neighbour> all = new ArrayList<>();
		Stream.of(datadogAgent(), pyroscope()).filter(Objects::nonNull).forEach(all::add);
		all.addAll(asyncProfilers());
		all.addAll(recordings());
		return all;
	}

	private @Nullable Neighbour datadogAgent() {
		boolean attached = this.traces.hasDatadogAgent()
				|| argumentsOf("-javaagent:").anyMatch((argument) -> argument.contains("dd-java-agent"));
		if (!attached) {
			return null;
		}
		if (isDatadogAgentProfiling()) {
			return new Neighbour("dd-java-agent profiles this JVM already; unset DD_PROFILING_ENABLED and"
					+ " -Ddd.profiling.enabled to have it profiled by this profiler instead, which is on without them",
					true);
		}
		return new Neighbour("dd-java-agent is in this JVM and does not profile it; this profiler does", false);
	}

	private boolean isDatadogAgentProfiling() {
		String enabled = this.traces.datadogProfiling();
		return (enabled != null && ON.contains(enabled.strip().toLowerCase(Locale.ROOT)))
				|| this.traces.threads().stream().anyMatch((thread) -> thread.startsWith(DATADOG_THREAD))
				|| this.traces.libraries().stream().anyMatch((library) -> fileName(library).startsWith(DATADOG_LIBRARY))
				|| this.traces.recordings().contains(DATADOG_RECORDING);
	}

	// its library is loaded even where it is switched off
	private @Nullable Neighbour pyroscope() {
		boolean started = this.traces.threads().stream().anyMatch((thread) -> thread.startsWith(PYROSCOPE_THREAD));
		return started ? new Neighbour("Pyroscope's agent profiles this JVM, too" + SHARING, false) : null;
	}

	private List<Neighbour> asyncProfilers() {
		Stream<String> loaded = this.traces.libraries()
			.stream()
			.filter((library) -> isAsyncProfiler(library) && !isOfPyroscope(library));
		Stream<String> given = argumentsOf("-agentpath:").map((argument) -> argument.replaceFirst("=.*", ""))
			.filter(Neighbours::isAsyncProfiler);
		return Stream.concat(loaded, given)
			.distinct()
			.map((library) -> new Neighbour("Another async-profiler is loaded in this JVM, " + library + SHARING,
					false))
			.toList();
	}

	private List<Neighbour> recordings() {
		return this.traces.recordings()
			.stream()
			.filter((recording) -> !recording.equals(DATADOG_RECORDING))
			.map((recording) -> new Neighbour("The JDK's flight recorder records in this JVM, too ('" + recording
					+ "'); neither disturbs the other", false))
			.toList();
	}

	private Stream<String> argumentsOf(String option) {
		return this.traces.arguments()
			.stream()
			.filter((argument) -> argument.startsWith(option))
			.map((argument) -> argument.substring(option.length()));
	}

	private static boolean isAsyncProfiler(String library) {
		return fileName(library).toLowerCase(Locale.ROOT).contains(ASYNC_PROFILER);
	}

	private static boolean isOfPyroscope(String library) {
		return isAsyncProfiler(library) && library.toLowerCase(Locale.ROOT).contains("pyroscope");
	}

	private static String fileName(String path) {
		return path.substring(path.lastIndexOf('/') + 1);
	}

}
