package io.ddprofiling.spring;

import io.ddprofiling.Profiler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Ties a {@link Profiler} to the life of the application context: it starts before and
 * stops after everything else, so that also requests that are being drained are profiled.
 */
final class ProfilerLifecycle implements SmartLifecycle {

	static final int PHASE = Integer.MIN_VALUE + 1024;

	private static final Logger logger = LoggerFactory.getLogger(ProfilerLifecycle.class);

	private final Profiler profiler;

	private volatile boolean running;

	ProfilerLifecycle(Profiler profiler) {
		this.profiler = profiler;
	}

	@Override
	public void start() {
		this.running = true;
		try {
			this.profiler.start();
		}
		catch (IllegalStateException ex) {
			logger.warn("DDP-102 This application context is not profiled: {}", ex.getMessage());
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.profiler.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
