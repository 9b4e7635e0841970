package io.ddprofiling.recorder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExceptionRateTests {

	private final ExceptionRate rate = new ExceptionRate(997);

	@Test
	void eachIsLookedAtWhileFewAreThrown() {
		observe(1000, 100);

		assertThat(this.rate.interval()).isEqualTo(1);
	}

	@Test
	void fewOfAStormAreLookedAt() {
		observe(1, 100_000);

		assertThat(this.rate.interval()).isEqualTo(997);
	}

	@Test
	void aStormIsOverAfterAQuietMinute() {
		observe(1, 100_000);
		observe(59, 20);
		assertThat(this.rate.interval()).isEqualTo(997);

		observe(1, 20);

		assertThat(this.rate.interval()).isEqualTo(1);
	}

	@Test
	void aMinuteThatIsNotQuietBeginsAnew() {
		observe(1, 100_000);
		observe(59, 20);
		observe(1, 1000);
		observe(59, 20);

		assertThat(this.rate.interval()).isEqualTo(997);
	}

	@Test
	void lengthOfTheLookCounts() {
		this.rate.observe(10_000, 10);
		assertThat(this.rate.interval()).isEqualTo(1);

		this.rate.observe(10_000, 1);
		assertThat(this.rate.interval()).isEqualTo(997);
	}

	@Test
	void doesNotChangeForEver() {
		int changes = 0;
		int before = this.rate.interval();
		for (int i = 0; i < 1000; i++) {
			observe(1, 100_000);
			changes += (this.rate.interval() != before) ? 1 : 0;
			before = this.rate.interval();
			observe(60, 0);
			changes += (this.rate.interval() != before) ? 1 : 0;
			before = this.rate.interval();
		}

		assertThat(changes).isBetween(100, 201);
		assertThat(this.rate.interval()).isEqualTo(997);
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "2,2", "4,5", "100,101", "997,997", "1000,1009", "1000000,1000003" })
	void intervalInAStormIsPrime(int asked, int expected) {
		ExceptionRate asAsked = new ExceptionRate(asked);

		asAsked.observe(1_000_000, 1);

		assertThat(asAsked.interval()).isEqualTo(expected);
	}

	private void observe(int seconds, long perSecond) {
		for (int i = 0; i < seconds; i++) {
			this.rate.observe(perSecond, 1);
		}
	}

}
