package io.ddprofiling.export;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.ExporterStatus.Deliveries;
import io.ddprofiling.export.ExporterStatus.Delivery;
import io.ddprofiling.thread.OwnThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exporter with the windows that wait for it. It is called on a thread of its own that
 * lives while there is something to deliver, so that an exporter that hangs keeps nobody
 * else waiting. Thread safe.
 */
final class ExportChannel {

	private static final Logger logger = LoggerFactory.getLogger(ExportLoop.class);

	private final ProfileExporter exporter;

	private final String name;

	private final ExportSettings settings;

	private final WindowLoader loader;

	private final Clock clock;

	private final RateLimitedLog log;

	private final Backlog backlog;

	private final Backoff backoff;

	private final Map<Outcome, Deliveries> outcomes = new EnumMap<>(Outcome.class);

	private @Nullable String target;

	private @Nullable String idleReason;

	private @Nullable Delivery last;

	private long dropped;

	private boolean accepting;

	private @Nullable Alarm alarm;

	private @Nullable Future<?> wakeUp;

	private @Nullable Thread worker;

	/**
	 * When the last turn is over, {@code null} before the last turn.
	 */
	private @Nullable Long endNanos;

	private volatile ExporterStatus status;

	ExportChannel(ProfileExporter exporter, String name, ExportSettings settings, WindowLoader loader, Clock clock) {
		this.exporter = exporter;
		this.name = name;
		this.settings = settings;
		this.loader = loader;
		this.clock = clock;
		this.log = new RateLimitedLog(logger, clock);
		this.backlog = new Backlog(settings.maxBacklogAge(), settings.maxBacklogBytes());
		this.backoff = new Backoff(settings.period(), settings.maxBacklogAge());
		this.idleReason = idleReason();
		this.status = snapshot();
	}

	String name() {
		return this.name;
	}

	ExporterStatus status() {
		return this.status;
	}

	/**
	 * Prepares for the windows of a run, and looks where they will go.
	 * @param alarm wakes the channel up later
	 */
	synchronized void begin(Alarm alarm) {
		this.alarm = alarm;
		this.endNanos = null;
		this.backlog.clear();
		this.backoff.succeeded();
		this.status = snapshot();
		wake();
	}

	/**
	 * Adds a window that has just ended.
	 * @param origin where it is kept
	 * @param window the window
	 */
	synchronized void offer(WindowOrigin origin, RecordedWindow window) {
		this.backlog.offer(new PendingWindow(origin, window, false));
		prune();
	}

	/**
	 * Adds windows that a run before has left.
	 * @param origin where they are kept
	 * @param windows the windows
	 */
	synchronized void add(WindowOrigin origin, List<RecordedWindow> windows) {
		windows.forEach((window) -> this.backlog.add(new PendingWindow(origin, window, true)));
		prune();
	}

	/**
	 * Delivers, unless it does already or waits for another try.
	 */
	synchronized void wake() {
		if (!isWaiting()) {
			startWorker();
		}
	}

	/**
	 * Delivers as much as there is time for.
	 * @param run the alarm the run began with
	 * @param deadlineNanos when the time is over
	 */
	synchronized void finish(Alarm run, long deadlineNanos) {
		if (run == this.alarm) {
			this.endNanos = deadlineNanos;
			cancelWakeUp();
			startWorker();
		}
	}

	/**
	 * Waits until nothing is being delivered.
	 * @param deadlineNanos how long to wait at most
	 * @return whether nothing is
	 * @throws InterruptedException if this thread is to end
	 */
	synchronized boolean awaitIdle(long deadlineNanos) throws InterruptedException {
		long left = deadlineNanos - System.nanoTime();
		while (this.worker != null && left > 0) {
			wait(left / 1_000_000 + 1);
			left = deadlineNanos - System.nanoTime();
		}
		return this.worker == null;
	}

	/**
	 * Ends a run, unless another has begun: a run that was stuck ends late. What was not
	 * delivered stays where it is.
	 * @param run the alarm the run began with
	 */
	synchronized void end(Alarm run) {
		if (run != this.alarm) {
			return;
		}
		this.endNanos = System.nanoTime();
		this.alarm = null;
		cancelWakeUp();
		this.backlog.clear();
		if (this.worker != null) {
			// what still waits for an answer gives up
			this.worker.interrupt();
		}
		this.status = snapshot();
	}

	private boolean isWaiting() {
		return this.backoff.isFailing() && this.wakeUp != null && !this.wakeUp.isDone();
	}

	private void startWorker() {
		if (this.worker != null) {
			return;
		}
		Thread thread = OwnThreads.daemon(this::work, "dd-profiling-export-" + this.name);
		thread.setPriority(Thread.MIN_PRIORITY);
		this.worker = thread;
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			this.worker = null;
			this.log.trouble("DDP-123 There is no thread to deliver profiles with, it is tried again: " + ex);
		}
	}

	private void work() {
		try {
			boolean goOn = true;
			while (goOn) {
				goOn = step();
			}
		}
		finally {
			becomeIdle();
		}
	}

	private synchronized void becomeIdle() {
		this.worker = null;
		notifyAll();
		boolean unnoticed = this.wakeUp == null && !this.backlog.isEmpty() && !this.backoff.isFailing();
		if (unnoticed && !isOver() && this.target != null) {
			// it came while nobody looked
			wake();
		}
	}

	private boolean step() {
		locate();
		PendingWindow next = take();
		if (next == null) {
			return false;
		}
		long start = System.nanoTime();
		ExportResult result = attempt(next);
		return done(next, result, System.nanoTime() - start);
	}

	private void locate() {
		String located = null;
		String why = null;
		try {
			located = this.exporter.target();
			why = (located != null) ? null : idleReason();
		}
		catch (Throwable ex) {
			why = "cannot tell its target: " + ex;
		}
		located(located, why);
	}

	private synchronized void located(@Nullable String located, @Nullable String why) {
		if (located != null && !located.equals(this.target)) {
			logger.info("Profiles go to {}", located);
		}
		if (why != null && why.startsWith("cannot tell")) {
			this.log.trouble("DDP-121 Exporter " + this.name + " " + why);
		}
		this.target = located;
		this.idleReason = why;
		this.status = snapshot();
	}

	private synchronized @Nullable PendingWindow take() {
		if (this.target == null) {
			// windows of a time without a target are not kept for it
			this.backlog.untried().forEach(this::settle);
			this.status = snapshot();
			return null;
		}
		PendingWindow next = isOver() ? null : this.backlog.next();
		while (next != null && next.isTried() && !next.window().isStored()) {
			drop(next);
			next = this.backlog.next();
		}
		return next;
	}

	private boolean isOver() {
		return this.endNanos != null && (leftNanos() <= 0 || this.backoff.isAsked());
	}

	private ExportResult attempt(PendingWindow pending) {
		try {
			ProfileWindow loaded = this.loader.load(pending.origin(), pending.window());
			ExportResult result = this.exporter.export(loaded, timeout());
			return (result != null) ? result : new ExportResult(Outcome.REJECTED, "the exporter gave no result", 0);
		}
		catch (IOException ex) {
			// an exporter throws none of these
			return new ExportResult(Outcome.FAILED, "the recording cannot be read at present: " + ex, 0);
		}
		catch (Throwable ex) {
			logger.debug("Exporter {} failed", this.name, ex);
			return new ExportResult(isEnded() ? Outcome.FAILED : Outcome.REJECTED, ex.toString(), 0);
		}
	}

	private synchronized boolean done(PendingWindow pending, ExportResult result, long nanos) {
		this.outcomes.merge(result.outcome(), Deliveries.NONE.plus(nanos, result.bytes()),
				(all, one) -> all.plus(one.nanos(), one.bytes()));
		this.last = new Delivery(this.clock.instant(), pending.window().window(), result);
		boolean accepted = result.outcome() != Outcome.FAILED;
		if (accepted) {
			this.backoff.succeeded();
			this.backlog.remove(pending);
			settle(pending);
			wakeUpAfter(this.backlog.isEmpty() ? null : this.settings.pace());
		}
		else {
			pending.failed(pending.isTried() && this.accepting);
			wakeUpAfter(this.backoff.failed(result.retryAfter()));
		}
		this.accepting = accepted;
		report(result);
		prune();
		return accepted && (this.endNanos != null || this.backlog.hasNewest());
	}

	private void wakeUpAfter(@Nullable Duration wait) {
		cancelWakeUp();
		if (wait != null && this.alarm != null && this.endNanos == null) {
			this.wakeUp = this.alarm.ring(this::expire, wait);
		}
	}

	private synchronized void expire() {
		this.wakeUp = null;
		wake();
	}

	private void cancelWakeUp() {
		if (this.wakeUp != null) {
			this.wakeUp.cancel(false);
			this.wakeUp = null;
		}
	}

	private void prune() {
		this.backlog.overdue(this.clock.instant()).forEach(this::drop);
		this.status = snapshot();
	}

	private void drop(PendingWindow pending) {
		this.backlog.remove(pending);
		this.dropped++;
		settle(pending);
	}

	private void settle(PendingWindow pending) {
		pending.origin().settled(this.name, pending.window());
	}

	private synchronized boolean isEnded() {
		return this.endNanos != null && leftNanos() <= 0;
	}

	private synchronized Duration timeout() {
		Duration left = Duration.ofNanos(Math.max(1_000_000, leftNanos()));
		return (left.compareTo(this.settings.timeout()) < 0) ? left : this.settings.timeout();
	}

	private long leftNanos() {
		return (this.endNanos != null) ? this.endNanos - System.nanoTime() : Long.MAX_VALUE;
	}

	private void report(ExportResult result) {
		switch (result.outcome()) {
			case DELIVERED -> this.log.recovered("Profiles are delivered again to " + this.target);
			case EMPTY -> logger.debug("Nothing to deliver to {}", this.target);
			case FAILED, REJECTED ->
				this.log.trouble("DDP-120 A profile was not delivered to " + this.target + ": " + result.detail());
		}
	}

	private String idleReason() {
		try {
			return String.valueOf(this.exporter.idleReason());
		}
		catch (Throwable ex) {
			return "it does not tell why: " + ex;
		}
	}

	private ExporterStatus snapshot() {
		return new ExporterStatus(this.name, this.target, this.idleReason, this.last, this.backlog.size(), this.dropped,
				this.outcomes);
	}

	/**
	 * Runs something later.
	 */
	interface Alarm {

		@Nullable Future<?> ring(Runnable task, Duration delay);

	}

}
