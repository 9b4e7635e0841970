package io.ddprofiling.export;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.ddprofiling.export.ExportChannel.Turn;
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

	private static final Logger logger = LoggerFactory.getLogger(ExportLoop.class);

	private final List<ExportChannel> channels;

	private final Duration period;

	private final Duration timeout;

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
			this.channels.forEach(ExportChannel::clear);
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

		private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "dd-profiling-export");
			thread.setDaemon(true);
			thread.setPriority(Thread.MIN_PRIORITY);
			return thread;
		});

		Schedule(WindowSource source) {
			this.source = source;
			long nanos = ExportLoop.this.period.toNanos();
			long first = nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2);
			this.executor.execute(() -> ExportLoop.this.channels.forEach(ExportChannel::locate));
			this.executor.scheduleAtFixedRate(() -> turn(ExportLoop.this.period, false), first, nanos,
					TimeUnit.NANOSECONDS);
		}

		void stop(Duration budget) {
			long deadline = System.nanoTime() + budget.toNanos();
			Future<?> last = this.executor.submit(() -> turn(Duration.ofNanos(deadline - System.nanoTime()), true));
			this.executor.shutdown();
			try {
				last.get(budget.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (TimeoutException ex) {
				logger.warn("The last profile was not delivered within {} s", budget.toSeconds());
			}
			catch (ExecutionException ex) {
				logger.warn("The last profile was not delivered", ex.getCause());
			}
			this.executor.shutdownNow();
		}

		private void turn(Duration budget, boolean last) {
			try {
				long deadline = System.nanoTime() + budget.toNanos();
				RecordedWindow recorded = this.source.next();
				if (recorded != null) {
					Turn turn = new Turn(this.source, recorded, this.source.load(recorded), deadline,
							ExportLoop.this.timeout, last);
					ExportLoop.this.channels.forEach((channel) -> channel.deliver(turn));
				}
			}
			catch (Throwable ex) {
				// an exception would end the schedule without a word
				logger.warn("A turn of the export loop failed, the next goes on", ex);
			}
		}

	}

}
