package io.ddprofiling;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

import io.ddprofiling.export.RecordedWindow;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;

/**
 * What the profiler has done since the JVM started: growing numbers, safe to read from
 * any thread.
 *
 * @since 0.1.0
 */
public final class ProfilerCounters {

	private final Map<ProfileType, LongAdder> samples = new ConcurrentHashMap<>();

	private final LongAdder cuts = new LongAdder();

	private final LongAdder rolls = new LongAdder();

	private final LongAccumulator longestRollGapNanos = new LongAccumulator(Math::max, 0);

	private volatile long lastRollGapNanos;

	private final LongAdder lostRecordings = new LongAdder();

	private final LongAdder windows = new LongAdder();

	private final EndpointCounters endpoints;

	private long newestCounted;

	ProfilerCounters() {
		this(0);
	}

	ProfilerCounters(int maxEndpoints) {
		this.endpoints = new EndpointCounters(maxEndpoints);
		for (ProfileType type : ProfileType.values()) {
			this.samples.put(type, new LongAdder());
		}
	}

	/**
	 * The samples taken in finished windows.
	 * @param type the type
	 * @return the number of samples
	 */
	public long samples(ProfileType type) {
		LongAdder adder = this.samples.get(type);
		return (adder != null) ? adder.sum() : 0;
	}

	/**
	 * How often the recording was cut.
	 * @return the number of cuts
	 */
	public long cuts() {
		return this.cuts.sum();
	}

	/**
	 * How often a new recording file was begun, which loses samples for some 30 ms.
	 * @return the number of rolls
	 */
	public long rolls() {
		return this.rolls.sum();
	}

	/**
	 * How long the last roll may have missed samples: the time from before the stop of
	 * one recording to after the start of the next.
	 * @return the time, zero if there was no roll
	 */
	public Duration lastRollGap() {
		return Duration.ofNanos(this.lastRollGapNanos);
	}

	/**
	 * The longest {@link #lastRollGap()}.
	 * @return the time, zero if there was no roll
	 */
	public Duration longestRollGap() {
		return Duration.ofNanos(this.longestRollGapNanos.get());
	}

	/**
	 * How often samples since the last cut were lost because the recording was broken.
	 * @return the number of losses
	 */
	public long lostRecordings() {
		return this.lostRecordings.sum();
	}

	/**
	 * How many windows were finished.
	 * @return the number of windows
	 */
	public long windows() {
		return this.windows.sum();
	}

	/**
	 * What endpoints have cost in finished windows.
	 * @return the counters
	 */
	public EndpointCounters endpoints() {
		return this.endpoints;
	}

	void cut() {
		this.cuts.increment();
	}

	void roll(Duration gap) {
		this.rolls.increment();
		this.lastRollGapNanos = gap.toNanos();
		this.longestRollGapNanos.accumulate(gap.toNanos());
	}

	void lostRecording() {
		this.lostRecordings.increment();
	}

	void counted(RecordedWindow window, Profile profile) {
		if (isNew(window)) {
			this.windows.increment();
			this.samples.forEach((type, adder) -> adder.add(profile.samples(type)));
			this.endpoints.count(profile);
		}
	}

	// a window that is loaded again for another try counts once
	private synchronized boolean isNew(RecordedWindow window) {
		long newest = window.chunks().get(window.chunks().size() - 1).sequence();
		boolean isNew = newest > this.newestCounted;
		this.newestCounted = Math.max(newest, this.newestCounted);
		return isNew;
	}

	// a run numbers its chunks from 1 again
	synchronized void begin() {
		this.newestCounted = 0;
	}

}
