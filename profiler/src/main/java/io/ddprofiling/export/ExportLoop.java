package io.ddprofiling.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.ddprofiling.thread.OwnThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a window every period and has each exporter deliver it, on daemon threads of low
 * priority: one that ends and reads windows, and one for each exporter while it delivers.
 * Can be started again after a stop; calls must not overlap.
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

	private final List<String> names;

	private final WindowLoader loader;

	private final ExportSettings settings;

	private final RateLimitedLog log;

	private @Nullable Schedule schedule;

	/**
	 * Creates a loop that does not run yet.
	 * @param exporters where windows go
	 * @param settings how they are delivered
	 * @param clock tells the time of deliveries
	 */
	public ExportLoop(List<? extends ProfileExporter> exporters, ExportSettings settings, Clock clock) {
		this.names = ExporterNames.of(exporters);
		// who counts what is recorded loads it, too
		this.loader = new WindowLoader(exporters.size() + 1);
		List<ExportChannel> all = new ArrayList<>();
		for (int i = 0; i < exporters.size(); i++) {
			all.add(new ExportChannel(exporters.get(i), this.names.get(i), settings, this.loader, clock));
		}
		this.channels = List.copyOf(all);
		this.settings = settings;
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
	 * Delivers what was recorded since the last window, then ends. What cannot be
	 * delivered in time stays where it is.
	 * @param budget the longest time to wait for it
	 * @return whether the last window was ended
	 */
	public boolean stop(Duration budget) {
		Schedule running = this.schedule;
		this.schedule = null;
		return running == null || running.stop(budget);
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

		private final Turns turns = new Turns(this::end);

		private final List<AbandonedWindows> abandoned = new ArrayList<>();

		private volatile boolean stopping;

		private volatile boolean ended;

		private volatile boolean finished;

		private long turnedNanos;

		Schedule(WindowSource source) {
			this.source = source;
			long nanos = ExportLoop.this.settings.period().toNanos();
			long first = nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2);
			this.turnedNanos = System.nanoTime() - nanos;
			this.turns.execute(this::begin);
			this.turns.scheduleAtFixedRate(this::turn, first, nanos, TimeUnit.NANOSECONDS);
		}

		boolean stop(Duration budget) {
			long deadline = System.nanoTime() + budget.minus(SPARE).toNanos();
			this.stopping = true;
			this.turns.execute(() -> lastTurn(deadline));
			this.turns.shutdown();
			try {
				boolean intime = this.turns.awaitTermination(budget.toNanos(), TimeUnit.NANOSECONDS);
				if (!intime || !this.finished) {
					logger.warn("DDP-122 The last profile was not delivered within {} s, it is left for the next start",
							budget.toSeconds());
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.turns.shutdownNow();
			return this.ended;
		}

		private void begin() {
			attempt(() -> this.source.begin(ExportLoop.this.names));
			ExportLoop.this.channels.forEach((channel) -> channel.begin(this.turns));
			attempt(this::takeOver);
			ExportLoop.this.channels.forEach(ExportChannel::wake);
		}

		private void turn() {
			long now = System.nanoTime();
			// a process that was frozen must not make up for every turn it has missed
			if (!this.stopping && now - this.turnedNanos >= ExportLoop.this.settings.period().toNanos() / 4) {
				this.turnedNanos = now;
				if (attempt(this::offerNext) && attempt(this::takeOver)) {
					ExportLoop.this.log.recovered("Windows are read and delivered again");
				}
				ExportLoop.this.channels.forEach(ExportChannel::wake);
			}
		}

		private void lastTurn(long deadlineNanos) {
			attempt(this::offerNext);
			ExportLoop.this.channels.forEach((channel) -> channel.finish(this.turns, deadlineNanos));
			try {
				boolean idle = true;
				for (ExportChannel channel : ExportLoop.this.channels) {
					idle &= channel.awaitIdle(deadlineNanos);
				}
				this.finished = idle;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private boolean attempt(Runnable turn) {
			try {
				turn.run();
				return true;
			}
			catch (Throwable ex) {
				// an exception would end the schedule without a word
				logger.debug("A turn of the export loop failed", ex);
				ExportLoop.this.log.trouble("DDP-124 A turn of the export loop failed, the next goes on: " + ex);
				return false;
			}
		}

		private void offerNext() {
			List<RecordedWindow> windows = this.source.next();
			this.ended = this.stopping;
			for (RecordedWindow window : windows) {
				ExportLoop.this.channels.forEach((channel) -> channel.offer(this.source, window));
			}
			// once, also where nobody takes them: what is recorded is counted
			windows.forEach(this::load);
		}

		private void load(RecordedWindow window) {
			try {
				ExportLoop.this.loader.load(this.source, window);
			}
			catch (IOException ex) {
				throw new UncheckedIOException("a recording cannot be read", ex);
			}
		}

		private void takeOver() {
			leave((windows) -> ExportLoop.this.names.stream().allMatch((name) -> windows.undelivered(name).isEmpty()));
			AbandonedWindows next = this.source.takeOver(ExportLoop.this.names);
			while (next != null) {
				AbandonedWindows windows = next;
				this.abandoned.add(windows);
				ExportLoop.this.channels
					.forEach((channel) -> channel.add(windows, windows.undelivered(channel.name())));
				next = this.source.takeOver(ExportLoop.this.names);
			}
		}

		private void leave(Predicate<AbandonedWindows> done) {
			this.abandoned.removeIf((windows) -> {
				boolean leaving = done.test(windows);
				if (leaving) {
					windows.leave(ExportLoop.this.names);
				}
				return leaving;
			});
		}

		// on whichever thread was the last of the turns
		private void end() {
			ExportLoop.this.channels.forEach((channel) -> channel.end(this.turns));
			ExportLoop.this.loader.clear();
			attempt(() -> leave((windows) -> true));
		}

	}

	/**
	 * The thread the turns are made on, one after the other.
	 */
	private static final class Turns extends ScheduledThreadPoolExecutor implements ExportChannel.Alarm {

		private final Runnable end;

		Turns(Runnable end) {
			super(1, (task) -> {
				Thread thread = OwnThreads.daemon(task, "dd-profiling-export");
				thread.setPriority(Thread.MIN_PRIORITY);
				return thread;
			});
			this.end = end;
			setRemoveOnCancelPolicy(true);
		}

		@Override
		public @Nullable Future<?> ring(Runnable task, Duration delay) {
			try {
				return schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (RejectedExecutionException ex) {
				// it is being stopped, and the last turn needs no waking
				return null;
			}
		}

		@Override
		protected void terminated() {
			this.end.run();
		}

	}

}
