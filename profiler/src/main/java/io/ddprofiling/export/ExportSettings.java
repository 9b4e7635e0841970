package io.ddprofiling.export;

import java.time.Duration;

/**
 * How windows are delivered.
 *
 * @param period the length of a window
 * @param timeout how long one delivery may take
 * @param maxBacklogAge how long after its end a window is still delivered
 * @param maxBacklogBytes how many bytes of recordings may wait for one exporter
 * @since 0.1.0
 */
public record ExportSettings(Duration period, Duration timeout, Duration maxBacklogAge, long maxBacklogBytes) {

	/**
	 * The time between two windows of the backlog: to read them all at once would take
	 * the application's CPU time.
	 * @return a twelfth of the period
	 */
	Duration pace() {
		return this.period.dividedBy(12);
	}

}
