package io.ddprofiling.spring;

import io.ddprofiling.Profiler;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Shows the {@link ProfilerHealth}, since Spring Boot 4. Never says that anything is
 * down.
 */
final class ProfilerHealthIndicator implements HealthIndicator {

	private final Profiler profiler;

	ProfilerHealthIndicator(Profiler profiler) {
		this.profiler = profiler;
	}

	@Override
	public Health health() {
		ProfilerHealth health = ProfilerHealth.of(this.profiler);
		return Health.status(health.recording() ? Status.UP : Status.UNKNOWN).withDetails(health.details()).build();
	}

}
