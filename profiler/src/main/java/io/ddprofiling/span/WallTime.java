package io.ddprofiling.span;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One moment by both clocks.
 *
 * @param epochNanos nanoseconds since 1970
 * @param nanoTime {@link System#nanoTime()}
 */
record WallTime(long epochNanos, long nanoTime) {

	private static final int ATTEMPTS = 5;

	// the best of some, as the thread can be held up between the clocks
	static WallTime now() {
		WallTime best = new WallTime(0, 0);
		long least = Long.MAX_VALUE;
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			long before = System.nanoTime();
			long epochNanos = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
			long took = System.nanoTime() - before;
			if (took < least) {
				least = took;
				best = new WallTime(epochNanos, before + took / 2);
			}
		}
		return best;
	}

}
