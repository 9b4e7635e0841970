package io.ddprofiling;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import io.ddprofiling.export.RateLimitedLog;
import io.ddprofiling.store.Capture;
import io.ddprofiling.thread.OwnThreads;
import io.ddprofiling.trigger.Trigger;
import io.ddprofiling.trigger.TriggerEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captures the window around what triggers look for, while the profiler runs. They look
 * once a second, on a thread of their own. Thread safe.
 *
 * @since 0.1.0
 */
public final class Triggers {

	private static final Logger logger = LoggerFactory.getLogger(Triggers.class);

	private final List<Trigger> triggers;

	private final TriggerSettings settings;

	private final Duration longest;

	private final Function<CaptureRequest, Capture> recording;

	private final Captures captures;

	private final Clock clock;

	private final RateLimitedLog log;

	private final Map<String, TriggerCounters> counters = new LinkedHashMap<>();

	private final TriggerCooldowns cooldowns;

	private final List<TriggeredCapture> recorded = new ArrayList<>();

	private final List<Consumer<TriggeredCapture>> listeners = new CopyOnWriteArrayList<>();

	private @Nullable ScheduledExecutorService watcher;

	Triggers(TriggerSettings settings, Function<CaptureRequest, Capture> recording, Captures captures, Clock clock) {
		this.settings = settings;
		this.triggers = settings.create();
		this.longest = captures.longest();
		this.recording = recording;
		this.captures = captures;
		this.clock = clock;
		this.log = new RateLimitedLog(logger, clock);
		this.cooldowns = new TriggerCooldowns(settings.cooldown(), settings.globalCooldown());
		this.triggers.forEach((trigger) -> this.counters.put(trigger.name(), new TriggerCounters()));
	}

	/**
	 * What the triggers have done.
	 * @return a status for each trigger there is
	 */
	public List<TriggerStatus> status() {
		return this.counters.entrySet().stream().map((entry) -> entry.getValue().status(entry.getKey())).toList();
	}

	/**
	 * Tells somebody of captures that triggers have begun, and again when they can be
	 * read, on the thread that looks for events.
	 * @param listener whom to tell
	 */
	public void addListener(Consumer<TriggeredCapture> listener) {
		this.listeners.add(listener);
	}

	/**
	 * Tells somebody no more.
	 * @param listener whom not to tell
	 */
	public void removeListener(Consumer<TriggeredCapture> listener) {
		this.listeners.remove(listener);
	}

	synchronized void start() {
		if (this.triggers.isEmpty() || this.watcher != null) {
			return;
		}
		ScheduledExecutorService started = Executors
			.newSingleThreadScheduledExecutor((task) -> OwnThreads.daemon(task, "dd-profiling-triggers"));
		this.watcher = started;
		this.triggers.forEach((trigger) -> attempt(trigger, trigger::begin));
		try {
			started.scheduleWithFixedDelay(() -> attempt("The look for events", () -> look(System.nanoTime())), 0, 1,
					TimeUnit.SECONDS);
		}
		catch (OutOfMemoryError ex) {
			// a process that may have no more threads
			this.log.trouble("DDP-131 Nothing is captured for events, no thread can be started: " + ex);
			stop();
		}
	}

	synchronized void stop() {
		ScheduledExecutorService running = this.watcher;
		if (running != null) {
			this.watcher = null;
			running.shutdownNow();
			this.triggers.forEach((trigger) -> attempt(trigger, trigger::end));
		}
	}

	void look(long now) {
		for (Trigger trigger : this.triggers) {
			attempt(trigger, () -> {
				TriggerEvent event = trigger.look(now);
				if (event != null) {
					happened(trigger.name(), event, now);
				}
			});
		}
		tellOfEnded();
	}

	private void happened(String trigger, TriggerEvent event, long now) {
		TriggerCounters counter = this.counters.getOrDefault(trigger, new TriggerCounters());
		if (!this.cooldowns.isOver(trigger, now)) {
			counter.suppressed();
			return;
		}
		try {
			Capture capture = this.recording.apply(request(trigger, event));
			this.cooldowns.fired(trigger, now);
			counter.fired(this.clock.instant());
			logger.info("{}: capture {} can be read at {}", event.reason(), capture.id(), Captures.readyAt(capture));
			TriggeredCapture begun = new TriggeredCapture(trigger, event.reason(), capture);
			this.recorded.add(begun);
			tell(begun);
		}
		catch (CaptureRefusedException | ProfilerUnavailableException ex) {
			counter.refused();
			this.log.trouble("DDP-130 " + event.reason() + ", but it cannot be captured: " + ex.getMessage());
		}
	}

	private CaptureRequest request(String trigger, TriggerEvent event) {
		Duration wantedAfter = (event.after() != null) ? event.after() : this.settings.after();
		Duration after = shorter(wantedAfter, this.longest);
		Duration before = (event.after() != null) ? Duration.ZERO : event.lasting().plus(this.settings.before());
		return CaptureRequest.ofNext(after)
			.withBefore(shorter(before, this.longest.minus(after)))
			.because(trigger + ": " + event.reason());
	}

	private void tellOfEnded() {
		this.recorded.removeIf((begun) -> {
			Capture capture = this.captures.find(begun.capture().id()).orElse(null);
			if (capture != null && capture.state() != Capture.State.RECORDING) {
				tell(new TriggeredCapture(begun.trigger(), begun.reason(), capture));
			}
			return capture == null || capture.state() != Capture.State.RECORDING;
		});
	}

	private void tell(TriggeredCapture capture) {
		for (Consumer<TriggeredCapture> listener : this.listeners) {
			try {
				listener.accept(capture);
			}
			catch (Throwable ex) {
				// the other listeners are told all the same
				logger.warn("DDP-133 Somebody who was told of capture {} has failed", capture.capture().id(), ex);
			}
		}
	}

	private void attempt(Trigger trigger, Runnable task) {
		attempt("The trigger '" + trigger.name() + "'", task);
	}

	private void attempt(String what, Runnable task) {
		try {
			task.run();
		}
		catch (Throwable ex) {
			// an exception would end the schedule without a word
			logger.debug("{} failed", what, ex);
			this.log.trouble("DDP-132 " + what + " failed, it is tried again: " + ex);
		}
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
