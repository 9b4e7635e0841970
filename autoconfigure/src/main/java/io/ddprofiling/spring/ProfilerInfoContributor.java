package io.ddprofiling.spring;

import java.util.LinkedHashMap;
import java.util.Map;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerState;
import io.ddprofiling.ProfilerStatus;
import io.ddprofiling.profile.ProfileType;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Tells which profiler the application has and what it records, and nothing of what it
 * was told.
 */
final class ProfilerInfoContributor implements InfoContributor {

	private final Profiler profiler;

	ProfilerInfoContributor(Profiler profiler) {
		this.profiler = profiler;
	}

	@Override
	public void contribute(Info.Builder builder) {
		ProfilerStatus status = this.profiler.status();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("version", status.identity().runtime().profilerVersion());
		details.put("enabled", status.state() != ProfilerState.DISABLED);
		details.put("state", status.state().id());
		if (status.engine() != null) {
			details.put("engine", status.engine());
		}
		details.put("types", status.recordedTypes().stream().map(ProfileType::id).toList());
		builder.withDetail("profiler", details);
	}

}
