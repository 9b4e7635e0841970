package io.ddprofiling.spring;

import io.ddprofiling.Profiler;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/**
 * Shows the {@link ProfilerHealth}, before Spring Boot 4. Never says that anything is
 * down.
 */
final class ProfilerActuatorHealthIndicator implements HealthIndicator {

	private final Profiler profiler;

	ProfilerActuatorHealthIndicator(Profiler profiler) {
		this.profiler = profiler;
	}

	@Override
	public Health health() {
		ProfilerHealth health = ProfilerHealth.of(this.profiler);
		return Health.status(health.recording() ? Status.UP : Status.UNKNOWN).withDetails(health.details()).build();
	}

}
