package io.ddprofiling.export;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What became of a delivery.
 *
 * @param outcome the outcome
 * @param detail the outcome in words, without secrets
 * @param bytes the size of what was sent
 * @param retryAfter how long the backend asks to be left alone, {@code null} if it does
 * not ask
 * @since 0.1.0
 */
public record ExportResult(Outcome outcome, String detail, long bytes, @Nullable Duration retryAfter) {

	/**
	 * What became of a delivery to a backend that does not ask to be left alone.
	 * @param outcome the outcome
	 * @param detail the outcome in words, without secrets
	 * @param bytes the size of what was sent
	 */
	public ExportResult(Outcome outcome, String detail, long bytes) {
		this(outcome, detail, bytes, null);
	}

	/**
	 * An outcome of a delivery.
	 *
	 * @since 0.1.0
	 */
	public enum Outcome {

		/**
		 * The backend took it.
		 */
		DELIVERED,

		/**
		 * There was nothing to deliver.
		 */
		EMPTY,

		/**
		 * The backend did not take it but may later.
		 */
		FAILED,

		/**
		 * The backend will never take it.
		 */
		REJECTED;

		/**
		 * The name used in tags.
		 * @return the lower-case name
		 */
		public String id() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
