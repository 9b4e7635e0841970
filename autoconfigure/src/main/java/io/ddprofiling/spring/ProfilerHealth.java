package io.ddprofiling.spring;

import java.util.LinkedHashMap;
import java.util.Map;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerState;
import io.ddprofiling.ProfilerStatus;
import io.ddprofiling.export.ExporterStatus;
import org.jspecify.annotations.Nullable;

/**
 * The health of a {@link Profiler}, for a version of Spring Boot to show: an application
 * is never unhealthy because nobody profiles it.
 *
 * @param recording whether the profiler records; if not, nothing is said of the
 * application's health
 * @param details what it is doing
 */
record ProfilerHealth(boolean recording, Map<String, Object> details) {

	static ProfilerHealth of(Profiler profiler) {
		try {
			ProfilerStatus status = profiler.status();
			return new ProfilerHealth(status.state() == ProfilerState.RUNNING, details(status, profiler.agent()));
		}
		catch (RuntimeException ex) {
			// what is thrown here would be the application's bad health
			return new ProfilerHealth(false, Map.of("error", ex.toString()));
		}
	}

	private static Map<String, Object> details(ProfilerStatus status, @Nullable String agent) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", status.state().id());
		put(details, "reason", status.reason());
		details.put("since", status.since().toString());
		put(details, "agent", agent);
		Map<String, Object> exporters = new LinkedHashMap<>();
		status.exporters().forEach((exporter) -> exporters.put(exporter.name(), details(exporter)));
		details.put("exporters", exporters);
		return details;
	}

	private static Map<String, Object> details(ExporterStatus exporter) {
		Map<String, Object> details = new LinkedHashMap<>();
		put(details, "target", exporter.target());
		put(details, "reason", exporter.idleReason());
		ExporterStatus.Delivery last = exporter.last();
		if (last != null) {
			details.put("last", last.at() + " " + last.result().outcome().id() + ": " + last.result().detail());
		}
		details.put("pending", exporter.pending());
		details.put("dropped", exporter.dropped());
		return details;
	}

	private static void put(Map<String, Object> details, String name, @Nullable String value) {
		if (value != null) {
			details.put(name, value);
		}
	}

}
