package io.ddprofiling.recorder;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NeighboursTests {

	private static final JvmTraces NONE = new JvmTraces(List.of("-Xmx1g"), null, false, List.of("main"), List.of(),
			List.of());

	private static final JvmTraces DATADOG = with(NONE, "-javaagent:/opt/dd-java-agent-1.68.1.jar");

	private static final String PYROSCOPE_LIBRARY = "/tmp/root-pyroscope6605/libasyncProfiler-linux-x64-94af.so";

	@Test
	void usualJvmHasNone() {
		assertThat(find(NONE)).isEmpty();
	}

	@Test
	void settingOfTheAgentIsNothingWithoutTheAgent() {
		assertThat(find(profiling(NONE, "true"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "1", " AUTO " })
	void datadogAgentThatProfilesExcludesUs(String enabled) {
		assertThat(find(profiling(DATADOG, enabled))).singleElement().satisfies((neighbour) -> {
			assertThat(neighbour.excluding()).isTrue();
			assertThat(neighbour.note()).contains("dd-java-agent profiles", "DD_PROFILING_ENABLED",
					"-Ddd.profiling.enabled");
		});
	}

	@Test
	void profilerThatWasInjectedIsOnUnlessSomebodyHasDecided() {
		Map<String, String> injected = Map.of("DD_INJECTION_ENABLED", "tracer,profiler");
		Map<String, String> decided = Map.of("DD_INJECTION_ENABLED", "tracer,profiler", "DD_PROFILING_ENABLED",
				"false");

		assertThat(find(profiling(DATADOG, JvmTraces.datadogProfiling(null, injected::get)))).singleElement()
			.satisfies((neighbour) -> assertThat(neighbour.excluding()).isTrue());
		assertThat(JvmTraces.datadogProfiling(null, decided::get)).isEqualTo("false");
		assertThat(JvmTraces.datadogProfiling("false", injected::get)).isEqualTo("false");
		assertThat(JvmTraces.datadogProfiling(null, Map.of("DD_INJECTION_ENABLED", "tracer")::get)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "0", "" })
	void datadogAgentThatOnlyTracesIsNoted(String enabled) {
		assertThat(find(profiling(DATADOG, enabled))).containsExactlyElementsOf(find(DATADOG))
			.singleElement()
			.satisfies((neighbour) -> {
				assertThat(neighbour.excluding()).isFalse();
				assertThat(neighbour.note()).contains("dd-java-agent", "does not profile");
			});
	}

	@Test
	void datadogAgentThatWasAttachedLaterIsFound() {
		JvmTraces attached = new JvmTraces(List.of(), null, true, List.of(), List.of(), List.of());

		assertThat(find(attached)).isEqualTo(find(DATADOG));
	}

	@Test
	void datadogAgentIsSeenProfilingWhateverTheSettingSays() {
		JvmTraces byThread = threads(DATADOG, "dd-profiler-recording-scheduler");
		JvmTraces byLibrary = libraries(DATADOG, "/tmp/ddprof_root/pid_7/scratch/libjavaProfiler-dd-tmp97.so");
		JvmTraces byRecording = recordings(DATADOG, "dd-profiling");

		for (JvmTraces traces : List.of(byThread, byLibrary, byRecording)) {
			assertThat(find(traces)).containsExactlyElementsOf(find(profiling(DATADOG, "true")));
		}
	}

	@Test
	void ourOwnThreadsAreNobodyElses() {
		assertThat(find(threads(DATADOG, "dd-profiling-recorder", "dd-profiling-export", "Async-profiler Timer")))
			.isEqualTo(find(DATADOG));
	}

	@Test
	void pyroscopeIsFoundByItsThread() {
		assertThat(find(threads(NONE, "PyroscopeProfilingScheduler"))).singleElement().satisfies((neighbour) -> {
			assertThat(neighbour.excluding()).isFalse();
			assertThat(neighbour.note()).contains("Pyroscope", "allocation", "dd.profiling.lock.enabled=false");
		});
	}

	@Test
	void pyroscopeIsNamedOnceAndNotAsAnotherAsyncProfiler() {
		JvmTraces running = threads(NONE, "PyroscopeProfilingScheduler");

		assertThat(find(libraries(running, PYROSCOPE_LIBRARY))).isEqualTo(find(running));
	}

	@Test
	void pyroscopeThatIsNotStartedIsNoNeighbour() {
		JvmTraces attached = with(NONE, "-javaagent:/opt/pyroscope-2.9.2.jar");

		assertThat(find(libraries(attached, PYROSCOPE_LIBRARY))).isEmpty();
	}

	@Test
	void anotherAsyncProfilerIsNamedByItsPathOnly() {
		JvmTraces loaded = libraries(NONE, "/opt/libasyncProfiler.so");
		JvmTraces given = with(NONE, "-agentpath:/opt/libasyncProfiler.so=start,file=secret.jfr");
		JvmTraces both = libraries(given, "/opt/libasyncProfiler.so");

		assertThat(find(loaded)).singleElement().satisfies((neighbour) -> {
			assertThat(neighbour.excluding()).isFalse();
			assertThat(neighbour.note()).contains("/opt/libasyncProfiler.so").doesNotContain("secret");
		});
		assertThat(find(given)).isEqualTo(find(loaded));
		assertThat(find(both)).isEqualTo(find(loaded));
	}

	@Test
	void otherAgentsAreNotOurConcern() {
		assertThat(find(with(NONE, "-agentpath:/opt/libyjpagent.so=x", "-javaagent:/opt/opentelemetry.jar"))).isEmpty();
	}

	@Test
	void flightRecordingIsNamed() {
		assertThat(find(recordings(NONE, "ops"))).singleElement().satisfies((neighbour) -> {
			assertThat(neighbour.excluding()).isFalse();
			assertThat(neighbour.note()).contains("flight recorder", "'ops'");
		});
	}

	private static List<Neighbour> find(JvmTraces traces) {
		return new Neighbours(traces).all();
	}

	private static JvmTraces with(JvmTraces base, String... arguments) {
		return new JvmTraces(Stream.concat(base.arguments().stream(), Stream.of(arguments)).toList(),
				base.datadogProfiling(), base.hasDatadogAgent(), base.threads(), base.libraries(), base.recordings());
	}

	private static JvmTraces profiling(JvmTraces base, String setting) {
		return new JvmTraces(base.arguments(), setting, base.hasDatadogAgent(), base.threads(), base.libraries(),
				base.recordings());
	}

	private static JvmTraces threads(JvmTraces base, String... threads) {
		return new JvmTraces(base.arguments(), base.datadogProfiling(), base.hasDatadogAgent(), List.of(threads),
				base.libraries(), base.recordings());
	}

	private static JvmTraces libraries(JvmTraces base, String... libraries) {
		return new JvmTraces(base.arguments(), base.datadogProfiling(), base.hasDatadogAgent(), base.threads(),
				List.of(libraries), base.recordings());
	}

	private static JvmTraces recordings(JvmTraces base, String... recordings) {
		return new JvmTraces(base.arguments(), base.datadogProfiling(), base.hasDatadogAgent(), base.threads(),
				base.libraries(), List.of(recordings));
	}

}
