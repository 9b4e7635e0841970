package io.ddprofiling.export;

import java.time.Instant;
import java.util.Map;

import io.ddprofiling.profile.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * What an exporter did and does.
 *
 * @param name the exporter's name
 * @param target where it delivers to, or {@code null} if there is no target at present
 * @param idleReason why there is no target, or {@code null} if there is one
 * @param last the last delivery, or {@code null} if there was none
 * @param pending windows that wait for another try
 * @param dropped windows given up because they were too old or too much, or no longer
 * stored
 * @param outcomes deliveries by outcome
 * @since 0.1.0
 */
public record ExporterStatus(String name, @Nullable String target, @Nullable String idleReason, @Nullable Delivery last,
		int pending, long dropped, Map<ExportResult.Outcome, Deliveries> outcomes) {

	public ExporterStatus {
		outcomes = Map.copyOf(outcomes);
	}

	/**
	 * One delivery.
	 *
	 * @param at when it ended
	 * @param window the time the delivered profile covers
	 * @param result what became of it
	 * @since 0.1.0
	 */
	public record Delivery(Instant at, TimeWindow window, ExportResult result) {

	}

	/**
	 * The sum of deliveries of one outcome.
	 *
	 * @param count their number
	 * @param nanos the time they took
	 * @param bytes the bytes they sent
	 * @since 0.1.0
	 */
	public record Deliveries(long count, long nanos, long bytes) {

		/**
		 * No delivery.
		 */
		public static final Deliveries NONE = new Deliveries(0, 0, 0);

		Deliveries plus(long nanos, long bytes) {
			return new Deliveries(this.count + 1, this.nanos + nanos, this.bytes + bytes);
		}

	}

}
