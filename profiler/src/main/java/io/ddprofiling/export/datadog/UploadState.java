package io.ddprofiling.export.datadog;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

import io.ddprofiling.export.transport.HttpTransport;
import org.jspecify.annotations.Nullable;

/**
 * What a profiler and its uploads tell each other. Safe to use from any thread.
 *
 * @since 0.1.0
 */
public final class UploadState {

	private final LongAdder reduced = new LongAdder();

	private final AgentInfo agent = new AgentInfo();

	private volatile @Nullable Instant stopping;

	/**
	 * Notes that the profiler runs.
	 */
	public void running() {
		this.stopping = null;
	}

	/**
	 * Notes that the profiler stops: windows that end later are uploaded because of that.
	 * @param now the present time
	 */
	public void stopping(Instant now) {
		this.stopping = now;
	}

	/**
	 * How many windows were made smaller, or split, because Datadog would not have taken
	 * them as they were.
	 * @return a growing number
	 */
	public long reduced() {
		return this.reduced.sum();
	}

	/**
	 * What the agent says of itself. It is asked in the background, not more than once a
	 * minute, and only if this method is called.
	 * @return a sentence without secrets, or {@code null} if there is no agent or nothing
	 * is known yet
	 */
	public @Nullable String agent() {
		return this.agent.text();
	}

	void found(@Nullable HttpTransport agent) {
		this.agent.found(agent);
	}

	void reduce() {
		this.reduced.increment();
	}

	DatadogTags.Snapshot snapshot(Instant end) {
		Instant stop = this.stopping;
		return (stop != null && !end.isBefore(stop)) ? DatadogTags.Snapshot.ON_SHUTDOWN : DatadogTags.Snapshot.PERIODIC;
	}

}
