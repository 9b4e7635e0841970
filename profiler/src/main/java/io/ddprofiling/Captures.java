package io.ddprofiling;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Capture;
import io.ddprofiling.store.CaptureStore;
import io.ddprofiling.store.Chunk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The captures of a service: those of this process and of those before, whether the
 * profiler runs or not. Thread safe.
 *
 * @since 0.1.0
 */
public final class Captures {

	private static final Logger logger = LoggerFactory.getLogger(Captures.class);

	private final CaptureStore store;

	private final ProfilerSettings.Captures limits;

	private final ProfileReader reader;

	private final Clock clock;

	private final Supplier<Identity> identity;

	private final Map<UUID, RunningCapture> running = new ConcurrentHashMap<>();

	Captures(CaptureStore store, ProfilerSettings.Captures limits, ProfileReader reader, Clock clock,
			Supplier<Identity> identity) {
		this.store = store;
		this.limits = limits;
		this.reader = reader;
		this.clock = clock;
		this.identity = identity;
	}

	/**
	 * All captures that are kept.
	 * @return the captures, newest first
	 */
	public List<Capture> list() {
		try {
			return this.store.list(this.identity.get()).stream().map(this::present).toList();
		}
		catch (IOException ex) {
			logger.debug("The captures cannot be listed", ex);
			return List.of();
		}
	}

	/**
	 * Finds a capture.
	 * @param id its identifier
	 * @return the capture, if it is still kept
	 */
	public Optional<Capture> find(UUID id) {
		return Optional.ofNullable(this.store.find(id, this.identity.get())).map(this::present);
	}

	/**
	 * Opens a capture for reading.
	 * @param id its identifier
	 * @return what was recorded, if the capture is kept and no longer recorded
	 * @throws IOException if it cannot be read any more
	 */
	public Optional<Snapshot> open(UUID id) throws IOException {
		Capture capture = find(id).filter((found) -> found.state() != Capture.State.RECORDING).orElse(null);
		if (capture == null) {
			return Optional.empty();
		}
		CaptureStore.Content content = this.store.content(id);
		return Optional
			.of(new Snapshot(capture.identity(), capture.window(), content.chunks(), content.liveHeap(), this.reader));
	}

	/**
	 * Deletes a capture.
	 * @param id its identifier
	 * @return whether there was such a capture
	 * @throws CaptureRefusedException if it is still recorded
	 */
	public boolean delete(UUID id) {
		Capture capture = find(id).orElse(null);
		if (capture == null) {
			return false;
		}
		if (capture.state() == Capture.State.RECORDING) {
			throw new CaptureRefusedException("The capture is still recorded until " + readyAt(capture), false);
		}
		this.store.delete(id);
		return true;
	}

	/**
	 * How long a capture may be.
	 * @return the longest time, before and after together
	 */
	public Duration longest() {
		return this.limits.maxDuration();
	}

	/**
	 * How many captures of the service are kept.
	 * @return the largest number
	 */
	public int maxCount() {
		return this.limits.maxCount();
	}

	/**
	 * When a capture can be read.
	 * @param capture the capture
	 * @return a moment that has passed already if it can be read now
	 */
	public static Instant readyAt(Capture capture) {
		return (capture.state() != Capture.State.RECORDING) ? capture.window().end()
				: capture.window().end().plus(RunningCapture.untilReadable());
	}

	synchronized RunningCapture create(CaptureRequest request, Identity of) {
		require(request);
		expire();
		List<Capture> kept = list();
		if (kept.size() >= this.limits.maxCount()) {
			throw new CaptureRefusedException("There are " + kept.size()
					+ " captures already; delete one or raise dd.profiling.captures.max-count", true);
		}
		if (request.interval() != null && this.running.values()
			.stream()
			.anyMatch((other) -> !other.isEnded() && other.request().interval() != null)) {
			throw new CaptureRefusedException("Another capture has an interval of its own, wait for its end", false);
		}
		Instant now = this.clock.instant();
		Duration before = (request.interval() != null) ? Duration.ZERO : request.before();
		Capture capture = new Capture(UUID.randomUUID(), of, Capture.State.RECORDING,
				new TimeWindow(now.minus(before), now.plus(request.after())), now, request.type(), request.interval(),
				request.cause(), 0, null);
		try {
			RunningCapture created = new RunningCapture(request, this.store.create(capture, this.limits.maxBytes()),
					this.limits.maxBytes());
			this.running.put(capture.id(), created);
			return created;
		}
		catch (IOException ex) {
			throw new ProfilerUnavailableException("The capture cannot be kept: " + ex);
		}
	}

	/**
	 * Takes back a capture that nobody will record.
	 * @param capture the capture
	 */
	void discard(RunningCapture capture) {
		this.running.remove(capture.capture().id());
		this.store.delete(capture.capture().id());
	}

	/**
	 * Deletes what is too old.
	 */
	void expire() {
		this.running.values().removeIf(RunningCapture::isEnded);
		try {
			this.store.expire(this.clock.instant().minus(this.limits.maxAge()));
		}
		catch (IOException ex) {
			logger.debug("Old captures cannot be looked for", ex);
		}
	}

	private void require(CaptureRequest request) {
		if (request.length().compareTo(this.limits.maxDuration()) > 0) {
			throw new IllegalArgumentException("'before' and 'after' must not be longer than "
					+ this.limits.maxDuration().toSeconds() + "s together: " + request.length());
		}
	}

	// what is on disk is as old as the last chunk, or of a process that died
	private Capture present(Capture stored) {
		RunningCapture own = this.running.get(stored.id());
		if (own != null) {
			return own.capture();
		}
		return (stored.state() == Capture.State.RECORDING && isAbandoned(stored)) ? abandoned(stored) : stored;
	}

	private Capture abandoned(Capture stored) {
		Instant start = stored.window().start();
		Instant end = start;
		try {
			for (Chunk chunk : this.store.content(stored.id()).chunks()) {
				end = chunk.window().end();
			}
		}
		catch (IOException ex) {
			logger.debug("The chunks of {} cannot be listed", stored, ex);
		}
		boolean within = !end.isBefore(start) && end.isBefore(stored.window().end());
		return stored.with(Capture.State.SHORTENED, within ? new TimeWindow(start, end) : stored.window(),
				"Its process ended before it was complete");
	}

	private boolean isAbandoned(Capture stored) {
		long process = stored.identity().processId();
		return process == ProcessHandle.current().pid() || ProcessHandle.of(process).isEmpty()
				|| this.clock.instant().isAfter(stored.window().end().plus(Duration.ofMinutes(1)));
	}

}
