package io.ddprofiling;

import java.util.concurrent.atomic.LongAdder;

import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.EndpointCosts;
import io.ddprofiling.profile.SampleType;

/**
 * One cost of the endpoints of one name since the JVM started: a growing number, safe to
 * read from any thread.
 *
 * @since 0.1.0
 */
public final class EndpointCounter {

	private final String endpoint;

	private final Cost cost;

	private final LongAdder sum = new LongAdder();

	EndpointCounter(String endpoint, Cost cost) {
		this.endpoint = endpoint;
		this.cost = cost;
	}

	/**
	 * Whose cost it is.
	 * @return the name of an {@link Endpoint}, or {@link EndpointCounters#OTHER}
	 */
	public String endpoint() {
		return this.endpoint;
	}

	/**
	 * What is counted.
	 * @return the cost
	 */
	public Cost cost() {
		return this.cost;
	}

	/**
	 * How much it was in finished windows.
	 * @return the sum in the unit of the cost
	 */
	public long sum() {
		return this.sum.sum();
	}

	void add(long value) {
		this.sum.add(value);
	}

	/**
	 * What an endpoint costs.
	 *
	 * @since 0.1.0
	 */
	public enum Cost {

		/**
		 * Nanoseconds of CPU time.
		 */
		CPU(SampleType.CPU_TIME),

		/**
		 * Bytes allocated on the Java heap.
		 */
		ALLOCATION(SampleType.ALLOCATED_SPACE),

		/**
		 * Nanoseconds that threads slept or waited.
		 */
		WAIT(SampleType.WALL_TIME) {

			@Override
			boolean isRecorded(EndpointCosts costs) {
				return costs.hasWaits();
			}

			@Override
			long of(Endpoint endpoint, EndpointCosts costs) {
				return costs.waits(endpoint);
			}

		};

		private final SampleType column;

		Cost(SampleType column) {
			this.column = column;
		}

		boolean isRecorded(EndpointCosts costs) {
			return costs.has(this.column);
		}

		long of(Endpoint endpoint, EndpointCosts costs) {
			return costs.value(endpoint, this.column);
		}

	}

}
