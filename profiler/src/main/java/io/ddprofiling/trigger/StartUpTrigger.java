package io.ddprofiling.trigger;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The profiler has started, and with it the application.
 *
 * @since 0.1.0
 */
public final class StartUpTrigger implements Trigger {

	private static final Duration LENGTH = Duration.ofSeconds(60);

	private boolean told;

	@Override
	public String name() {
		return "start-up";
	}

	@Override
	public @Nullable TriggerEvent look(long now) {
		if (this.told) {
			return null;
		}
		this.told = true;
		return new TriggerEvent("The application starts", Duration.ZERO, LENGTH);
	}

}
