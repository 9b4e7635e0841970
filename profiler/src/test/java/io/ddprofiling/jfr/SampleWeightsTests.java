package io.ddprofiling.jfr;

import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

import io.ddprofiling.profile.SamplingRates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SampleWeightsTests {

	private static final long INTERVAL = 512 * 1024;

	private final SampleWeights weights = weights(INTERVAL, 10_000_000);

	@Test
	void smallObjectStandsForAnIntervalOfBytes() {
		assertThat(this.weights.bytes(16, sampled(16))).isCloseTo(INTERVAL, within(16L));
		assertThat(this.weights.objects(16, sampled(16))).isCloseTo(INTERVAL / 16, within(1L));
	}

	@Test
	void largeObjectStandsForItself() {
		assertThat(this.weights.bytes(100 * INTERVAL, sampled(100 * INTERVAL))).isEqualTo(100 * INTERVAL);
		assertThat(this.weights.objects(100 * INTERVAL, sampled(100 * INTERVAL))).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1000, 200_000, 400_000, 524_288, 700_000, 1_000_000, 3_000_000 })
	void objectsTimesTheirSizeAreTheBytes(long size) {
		long objects = sum(1000, (ignored) -> this.weights.objects(size, sampled(size)));
		long bytes = sum(1000, (ignored) -> this.weights.bytes(size, sampled(size)));

		assertThat(objects * (double) size / bytes).isCloseTo(1, within(0.001));
	}

	@ParameterizedTest
	@ValueSource(longs = { 400_000, 700_000, 100_000_000 })
	void objectIsAtLeastOne(long size) {
		for (int i = 0; i < 1000; i++) {
			assertThat(this.weights.objects(size, sampled(size))).isBetween(1L, 3L);
		}
	}

	@Test
	void newBufferStandsForItself() {
		assertThat(this.weights.bytes(16, 3 * INTERVAL)).isEqualTo(3 * INTERVAL);
		assertThat(this.weights.objects(16, 3 * INTERVAL)).isEqualTo(3 * INTERVAL / 16);
	}

	@Test
	void newBufferSmallerThanTheIntervalStandsForAnInterval() {
		assertThat(this.weights.bytes(1000, INTERVAL / 10)).isEqualTo(INTERVAL);
		assertThat(this.weights.bytes(INTERVAL - 1, INTERVAL - 1)).isEqualTo(INTERVAL);
	}

	@Test
	void objectOutsideABufferStandsForItselfOrAnInterval() {
		assertThat(this.weights.bytes(1000, 0)).isEqualTo(INTERVAL);
		assertThat(this.weights.bytes(2 * INTERVAL, 0)).isEqualTo(2 * INTERVAL);
		assertThat(this.weights.objects(2 * INTERVAL, 0)).isEqualTo(1);
	}

	@Test
	void shortWaitStandsForAnIntervalOfTime() {
		assertThat(this.weights.delay(1_000_000)).isEqualTo(10_000_000);
		assertThat(this.weights.waits(1_000_000)).isEqualTo(10);
	}

	@Test
	void longWaitStandsForItself() {
		assertThat(this.weights.delay(200_000_000)).isEqualTo(200_000_000);
		assertThat(this.weights.waits(200_000_000)).isEqualTo(1);
	}

	@Test
	void waitsTimesTheirLengthAreTheDelay() {
		long waits = sum(1000, (ignored) -> this.weights.waits(7_000_000));

		assertThat(waits * 7_000_000.0).isCloseTo(1000 * 10_000_000.0, within(7_000_000.0));
	}

	@Test
	void waitOfNoLengthIsOneOfMany() {
		assertThat(this.weights.delay(0)).isEqualTo(10_000_000);
		assertThat(this.weights.waits(0)).isEqualTo(10_000_000);
	}

	@Test
	void everythingIsTakenAsItIsWhenEverythingIsSampled() {
		SampleWeights all = weights(1, 1);

		assertThat(all.bytes(16, 16)).isEqualTo(16);
		assertThat(all.objects(16, 16)).isEqualTo(1);
		assertThat(all.delay(5)).isEqualTo(5);
		assertThat(all.waits(5)).isEqualTo(1);
	}

	// what the JVM's sampler leaves where the size of a buffer would be
	private static long sampled(long size) {
		return Math.max(size, INTERVAL);
	}

	private static long sum(int times, LongUnaryOperator weight) {
		return LongStream.range(0, times).map(weight).sum();
	}

	private static SampleWeights weights(long allocationInterval, long lockInterval) {
		return new SampleWeights(new SamplingRates(Set.of(), 1, 1, allocationInterval, lockInterval));
	}

}
