package io.ddprofiling.export;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ExporterStatus.Deliveries;
import io.ddprofiling.export.ExporterStatus.Delivery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exporter with the windows it has not delivered yet. A window that fails stays in the
 * store and is tried again after the next one is due, oldest first.
 */
final class ExportChannel {

	static final int MAX_PENDING = 60;

	private static final Logger logger = LoggerFactory.getLogger(ExportLoop.class);

	private final ProfileExporter exporter;

	private final Clock clock;

	private final RateLimitedLog log;

	private final Deque<RecordedWindow> pending = new ArrayDeque<>();

	private final Map<Outcome, Deliveries> outcomes = new EnumMap<>(Outcome.class);

	private @Nullable String target;

	private @Nullable Delivery last;

	private long dropped;

	private volatile ExporterStatus status;

	ExportChannel(ProfileExporter exporter, Clock clock) {
		this.exporter = exporter;
		this.clock = clock;
		this.log = new RateLimitedLog(logger, clock);
		this.status = snapshot();
	}

	ExporterStatus status() {
		return this.status;
	}

	// the windows of a run that ended are no longer in the store
	void clear() {
		this.dropped += this.pending.size();
		this.pending.clear();
		this.status = snapshot();
	}

	void locate() {
		this.target = this.exporter.target();
		this.status = snapshot();
	}

	void deliver(Turn turn) {
		this.target = this.exporter.target();
		if (this.target != null) {
			enqueue(turn);
			boolean accepted = true;
			while (accepted && !this.pending.isEmpty() && turn.leftNanos() > 0) {
				accepted = export(turn.load(this.pending.getFirst()), turn.timeout());
				if (accepted) {
					this.pending.removeFirst();
				}
			}
		}
		this.status = snapshot();
	}

	private void enqueue(Turn turn) {
		if (turn.last()) {
			// there may be time for one window only: the one nobody else has seen
			this.pending.addFirst(turn.recorded());
		}
		else {
			this.pending.addLast(turn.recorded());
		}
		if (this.pending.size() > MAX_PENDING) {
			this.pending.removeFirst();
			this.dropped++;
		}
	}

	private boolean export(ProfileWindow window, Duration timeout) {
		long start = System.nanoTime();
		ExportResult result = attempt(window, timeout);
		this.outcomes.merge(result.outcome(), Deliveries.NONE.plus(System.nanoTime() - start, result.bytes()),
				(all, one) -> all.plus(one.nanos(), one.bytes()));
		this.last = new Delivery(this.clock.instant(), window.window(), result);
		report(result);
		return result.outcome() != Outcome.FAILED;
	}

	private ExportResult attempt(ProfileWindow window, Duration timeout) {
		try {
			return this.exporter.export(window, timeout);
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			logger.debug("Exporter {} failed", this.exporter.name(), ex);
			return new ExportResult(Outcome.REJECTED, ex.toString(), 0);
		}
	}

	private void report(ExportResult result) {
		switch (result.outcome()) {
			case DELIVERED -> this.log.recovered("Profiles are delivered again to " + this.target);
			case EMPTY -> logger.debug("Nothing to deliver to {}", this.target);
			case FAILED, REJECTED ->
				this.log.trouble("A profile was not delivered to " + this.target + ": " + result.detail());
		}
	}

	private ExporterStatus snapshot() {
		return new ExporterStatus(this.exporter.name(), this.target,
				(this.target != null) ? null : this.exporter.idleReason(), this.last, this.pending.size(), this.dropped,
				this.outcomes);
	}

	/**
	 * A new window that is due, and how long there is to deliver it and those before it.
	 *
	 * @param source where pending windows are loaded from
	 * @param recorded the new window
	 * @param current the new window with its profile
	 * @param deadlineNanos when to give up, as {@link System#nanoTime()} tells the time
	 * @param longest how long one delivery may take
	 * @param last whether there will be no further turn
	 */
	record Turn(WindowSource source, RecordedWindow recorded, ProfileWindow current, long deadlineNanos,
			Duration longest, boolean last) {

		ProfileWindow load(RecordedWindow window) {
			return (window == this.recorded) ? this.current : this.source.load(window);
		}

		long leftNanos() {
			return this.deadlineNanos - System.nanoTime();
		}

		Duration timeout() {
			Duration left = Duration.ofNanos(Math.max(1_000_000, leftNanos()));
			return (left.compareTo(this.longest) < 0) ? left : this.longest;
		}

	}

}
