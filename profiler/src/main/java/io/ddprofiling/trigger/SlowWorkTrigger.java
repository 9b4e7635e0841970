package io.ddprofiling.trigger;

import java.time.Duration;

import io.ddprofiling.span.SlowWork;
import io.ddprofiling.span.Spans;
import org.jspecify.annotations.Nullable;

/**
 * A request, or other work, took longer than a limit.
 *
 * @since 0.1.0
 */
public final class SlowWorkTrigger implements Trigger {

	private final Duration limit;

	private final SlowWork slow;

	/**
	 * Creates a trigger.
	 * @param limit how long work may take
	 */
	public SlowWorkTrigger(Duration limit) {
		this.limit = limit;
		this.slow = new SlowWork(limit);
	}

	@Override
	public String name() {
		return "slow-endpoint";
	}

	@Override
	public void begin() {
		Spans.watch(this.slow);
	}

	@Override
	public @Nullable TriggerEvent look(long now) {
		SlowWork.Note note = this.slow.take();
		return (note != null) ? new TriggerEvent(
				note.name() + " took " + note.took().toMillis() + " ms, over " + this.limit.toMillis() + " ms",
				note.took().plusNanos(Math.max(0, now - note.endNanos()))) : null;
	}

	@Override
	public void end() {
		Spans.watch(null);
	}

}
