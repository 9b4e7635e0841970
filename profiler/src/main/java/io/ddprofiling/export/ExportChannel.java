package io.ddprofiling.export;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

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

	/**
	 * Prepares for the windows of a run; those of an earlier run are no longer in the
	 * store.
	 */
	synchronized void begin() {
		this.dropped += this.pending.size();
		this.pending.clear();
		locate();
		this.status = snapshot();
	}

	/**
	 * Gives up what could not be delivered before the run ended.
	 */
	synchronized void end() {
		this.dropped += this.pending.size();
		this.pending.clear();
		this.status = snapshot();
	}

	synchronized void deliver(Turn turn) {
		locate();
		if (this.target != null) {
			if (turn.recorded() != null) {
				enqueue(turn.recorded(), turn.last());
			}
			boolean accepted = true;
			while (accepted && !this.pending.isEmpty() && turn.leftNanos() > 0) {
				accepted = next(turn);
			}
		}
		this.status = snapshot();
	}

	private void locate() {
		try {
			String located = this.exporter.target();
			if (located != null && !located.equals(this.target)) {
				logger.info("Profiles go to {}", located);
			}
			this.target = located;
		}
		catch (RuntimeException ex) {
			logger.debug("Exporter {} cannot tell its target", this.exporter.name(), ex);
			this.log.trouble("Exporter " + this.exporter.name() + " cannot tell its target: " + ex);
		}
	}

	private void enqueue(RecordedWindow recorded, boolean last) {
		if (this.pending.size() >= MAX_PENDING) {
			this.pending.removeFirst();
			this.dropped++;
		}
		if (last) {
			// there may be time for one window only: the one nobody else has seen
			this.pending.addFirst(recorded);
		}
		else {
			this.pending.addLast(recorded);
		}
	}

	private boolean next(Turn turn) {
		RecordedWindow window = this.pending.getFirst();
		if (window != turn.recorded() && !isStored(window)) {
			this.pending.removeFirst();
			this.dropped++;
			return true;
		}
		boolean accepted = export(turn, window);
		if (accepted) {
			this.pending.removeFirst();
		}
		return accepted;
	}

	// what waited too long was given up by the store meanwhile
	private static boolean isStored(RecordedWindow window) {
		return window.chunks().stream().anyMatch((chunk) -> Files.exists(chunk.file()));
	}

	private boolean export(Turn turn, RecordedWindow window) {
		long start = System.nanoTime();
		ExportResult result = attempt(turn, window);
		this.outcomes.merge(result.outcome(), Deliveries.NONE.plus(System.nanoTime() - start, result.bytes()),
				(all, one) -> all.plus(one.nanos(), one.bytes()));
		this.last = new Delivery(this.clock.instant(), window.window(), result);
		report(result);
		return result.outcome() != Outcome.FAILED;
	}

	private ExportResult attempt(Turn turn, RecordedWindow window) {
		try {
			return this.exporter.export(turn.load(window), turn.timeout());
		}
		catch (RuntimeException | LinkageError | OutOfMemoryError ex) {
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
	 * @param recorded the new window, or {@code null} if there are only those before
	 * @param current the new window with its profile
	 * @param deadlineNanos when to give up, as {@link System#nanoTime()} tells the time
	 * @param longest how long one delivery may take
	 * @param last whether there will be no further turn
	 * @param stopping whether this turn has to make way for the last one
	 */
	record Turn(WindowSource source, @Nullable RecordedWindow recorded, @Nullable ProfileWindow current,
			long deadlineNanos, Duration longest, boolean last, BooleanSupplier stopping) {

		ProfileWindow load(RecordedWindow window) {
			return (window == this.recorded && this.current != null) ? this.current : this.source.load(window);
		}

		long leftNanos() {
			boolean makesWay = !this.last && this.stopping.getAsBoolean();
			return makesWay ? 0 : this.deadlineNanos - System.nanoTime();
		}

		Duration timeout() {
			Duration left = Duration.ofNanos(Math.max(1_000_000, leftNanos()));
			return (left.compareTo(this.longest) < 0) ? left : this.longest;
		}

	}

}
