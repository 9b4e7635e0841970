package io.ddprofiling.export.datadog;

import java.time.Instant;
import java.util.List;

import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;

/**
 * One attachment, ready to be sent.
 *
 * @param time the time it covers, as the intake is told
 * @param content the compressed content
 */
record Payload(TimeWindow time, byte[] content) {

	static Payload of(ProfileWindow window, byte[] content) {
		return of(window, window.chunks(), content);
	}

	/**
	 * An attachment with some of a window's recordings.
	 * @param window the window
	 * @param chunks the recordings, neighbours of each other
	 * @param content the compressed content
	 * @return the attachment
	 */
	static Payload of(ProfileWindow window, List<Chunk> chunks, byte[] content) {
		Chunk first = chunks.get(0);
		Chunk last = chunks.get(chunks.size() - 1);
		TimeWindow whole = window.window();
		Instant start = (first == window.chunks().get(0)) ? whole.start() : first.window().start();
		Instant end = (last == window.chunks().get(window.chunks().size() - 1)) ? whole.end() : last.window().end();
		// windows touch here, but to the intake no instant may belong to two of them
		Instant next = start.plusNanos(1);
		return new Payload(new TimeWindow((first.sequence() > 1 && next.isBefore(end)) ? next : start, end), content);
	}

}
