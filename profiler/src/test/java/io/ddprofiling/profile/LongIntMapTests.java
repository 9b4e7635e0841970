package io.ddprofiling.profile;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LongIntMapTests {

	private final LongIntMap map = new LongIntMap();

	@Test
	void knowsNothingAtFirst() {
		assertThat(this.map.size()).isZero();
		assertThat(this.map.get(0)).isEqualTo(LongIntMap.ABSENT);
		assertThat(this.map.get(Long.MAX_VALUE)).isEqualTo(LongIntMap.ABSENT);
	}

	@Test
	void keepsTheLastValueOfAKey() {
		this.map.put(7, 1);
		this.map.put(7, 2);

		assertThat(this.map.get(7)).isEqualTo(2);
		assertThat(this.map.size()).isEqualTo(1);
	}

	@Test
	void keepsAllKeysWhenItGrows() {
		for (int i = 0; i < 10_000; i++) {
			this.map.put(i, i + 1);
		}

		assertThat(this.map.size()).isEqualTo(10_000);
		for (int i = 0; i < 10_000; i++) {
			assertThat(this.map.get(i)).isEqualTo(i + 1);
		}
		assertThat(this.map.get(10_000)).isEqualTo(LongIntMap.ABSENT);
	}

	@ParameterizedTest
	@ValueSource(longs = { 100, 100_000, 1L << 40, Long.MAX_VALUE })
	void agreesWithTheMapOfTheJdk(long bound) {
		Random random = new Random(bound);
		Map<Long, Integer> expected = new HashMap<>();

		for (int i = 0; i < 20_000; i++) {
			long key = random.nextLong(bound);
			assertThat(this.map.get(key)).isEqualTo(expected.getOrDefault(key, LongIntMap.ABSENT));
			expected.put(key, i);
			this.map.put(key, i);
		}

		assertThat(this.map.size()).isEqualTo(expected.size());
		expected.forEach((key, value) -> assertThat(this.map.get(key)).isEqualTo(value));
	}

	@Test
	void tellsApartKeysThatDifferInOneHalfOnly() {
		for (long i = 0; i < 1000; i++) {
			this.map.put(i << 32, (int) i);
			this.map.put((5000L << 32) | i, 5000 + (int) i);
		}

		assertThat(this.map.get(999L << 32)).isEqualTo(999);
		assertThat(this.map.get((5000L << 32) | 999)).isEqualTo(5999);
		assertThat(this.map.get(5000L << 32)).isEqualTo(5000);
	}

	@Test
	void negativeNumbersAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.map.put(-1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.map.put(0, -1));
	}

	@Test
	void negativeNumbersAreNotThere() {
		this.map.put(7, 8);

		assertThat(this.map.get(-1)).isEqualTo(LongIntMap.ABSENT);
		assertThat(this.map.get(Long.MIN_VALUE)).isEqualTo(LongIntMap.ABSENT);
	}

	@Test
	void clearedMapHasNoKeys() {
		for (int i = 0; i < 1000; i++) {
			this.map.put(i, i);
		}

		this.map.clear();
		this.map.put(5, 6);

		assertThat(this.map.size()).isOne();
		assertThat(this.map.get(5)).isEqualTo(6);
		assertThat(this.map.get(6)).isEqualTo(LongIntMap.ABSENT);
	}

}
