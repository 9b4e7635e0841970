package io.ddprofiling.export;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.ddprofiling.export.ExportChannel.Turn;
import io.ddprofiling.thread.OwnThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a window every period and has each exporter deliver it, on one daemon thread of
 * low priority. Can be started again after a stop; calls must not overlap.
 *
 * @since 0.1.0
 */
public final class ExportLoop {

	/**
	 * What the last turn leaves of its budget, to end in time by itself.
	 */
	private static final Duration SPARE = Duration.ofMillis(250);

	private static final Logger logger = LoggerFactory.getLogger(ExportLoop.class);

	private final List<ExportChannel> channels;

	private final Duration period;

	private final Duration timeout;

	private final RateLimitedLog log;

	private @Nullable Schedule schedule;

	/**
	 * Creates a loop that does not run yet.
	 * @param exporters where windows go
	 * @param period the length of a window
	 * @param timeout how long one delivery may take
	 * @param clock tells the time of deliveries
	 */
	public ExportLoop(List<? extends ProfileExporter> exporters, Duration period, Duration timeout, Clock clock) {
		this.channels = exporters.stream().map((exporter) -> new ExportChannel(exporter, clock)).toList();
		this.period = period;
		this.timeout = timeout;
		this.log = new RateLimitedLog(logger, clock);
	}

	/**
	 * Begins to deliver. The first window is shorter by a random share, so that many
	 * processes started together do not upload together.
	 * @param source where windows come from
	 */
	public void start(WindowSource source) {
		this.schedule = new Schedule(source);
	}

	/**
	 * Delivers what was recorded since the last window, then ends.
	 * @param budget the longest time to wait for it
	 */
	public void stop(Duration budget) {
		Schedule running = this.schedule;
		this.schedule = null;
		if (running != null) {
			running.stop(budget);
		}
	}

	/**
	 * What the exporters did and do.
	 * @return a status for each exporter
	 */
	public List<ExporterStatus> status() {
		return this.channels.stream().map(ExportChannel::status).toList();
	}

	/**
	 * The turns from a start to the next stop.
	 */
	private final class Schedule {

		private final WindowSource source;

		private final Turns turns = new Turns();

		private volatile boolean stopping;

		private long turnedNanos;

		Schedule(WindowSource source) {
			this.source = source;
			long nanos = ExportLoop.this.period.toNanos();
			long first = nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2);
			this.turnedNanos = System.nanoTime() - nanos;
			this.turns.execute(() -> ExportLoop.this.channels.forEach(ExportChannel::begin));
			this.turns.scheduleAtFixedRate(this::turn, first, nanos, TimeUnit.NANOSECONDS);
		}

		void stop(Duration budget) {
			long deadline = System.nanoTime() + budget.minus(SPARE).toNanos();
			this.stopping = true;
			this.turns.execute(() -> turn(deadline, true));
			this.turns.shutdown();
			try {
				if (!this.turns.awaitTermination(budget.toNanos(), TimeUnit.NANOSECONDS)) {
					logger.warn("The last profile was not delivered within {} s", budget.toSeconds());
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			// what still waits for an answer gives up
			this.turns.shutdownNow();
		}

		private void turn() {
			long now = System.nanoTime();
			long period = ExportLoop.this.period.toNanos();
			// a process that was frozen must not make up for every turn it has missed
			if (!this.stopping && now - this.turnedNanos >= period / 4) {
				this.turnedNanos = now;
				turn(now + period, false);
			}
		}

		private void turn(long deadlineNanos, boolean last) {
			try {
				List<RecordedWindow> windows = this.source.next();
				for (RecordedWindow recorded : windows) {
					deliver(recorded, this.source.load(recorded), deadlineNanos, last);
				}
				if (windows.isEmpty()) {
					// what was recorded before a pause still waits for another try
					deliver(null, null, deadlineNanos, last);
				}
				ExportLoop.this.log.recovered("Windows are read and delivered again");
			}
			catch (Throwable ex) {
				// an exception would end the schedule without a word
				logger.debug("A turn of the export loop failed", ex);
				ExportLoop.this.log.trouble("A turn of the export loop failed, the next goes on: " + ex);
			}
		}

		private void deliver(@Nullable RecordedWindow recorded, @Nullable ProfileWindow loaded, long deadlineNanos,
				boolean last) {
			Turn turn = new Turn(this.source, recorded, loaded, deadlineNanos, ExportLoop.this.timeout, last,
					() -> this.stopping);
			ExportLoop.this.channels.forEach((channel) -> channel.deliver(turn));
		}

	}

	/**
	 * The thread the turns are made on, one after the other.
	 */
	private final class Turns extends ScheduledThreadPoolExecutor {

		Turns() {
			super(1, (task) -> {
				Thread thread = OwnThreads.daemon(task, "dd-profiling-export");
				thread.setPriority(Thread.MIN_PRIORITY);
				return thread;
			});
		}

		@Override
		protected void terminated() {
			ExportLoop.this.channels.forEach(ExportChannel::end);
		}

	}

}
