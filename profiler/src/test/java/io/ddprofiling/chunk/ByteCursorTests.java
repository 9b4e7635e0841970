package io.ddprofiling.chunk;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ByteCursorTests {

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 127, 128, 16_383, 16_384, 1L << 31, (1L << 56) - 1, 1L << 56, Long.MAX_VALUE, -1,
			Long.MIN_VALUE })
	void readsAndSkipsNumbersAsTheyAreWritten(long number) {
		byte[] bytes = new Numbers().add(number).add(5).toByteArray();
		ByteCursor cursor = new ByteCursor(bytes);
		ByteCursor skipping = new ByteCursor(bytes);

		skipping.skipNumbers(1);

		assertThat(cursor.number()).isEqualTo(number).isEqualTo(Numbers.read(ByteBuffer.wrap(bytes)));
		assertThat(cursor.position()).isEqualTo(skipping.position());
		assertThat(cursor.number()).isEqualTo(5);
	}

	@Test
	void readsAndSkipsTexts() {
		byte[] bytes = { 0, 1, 2, 9, 3, 2, 'a', 'b', 4, 1, 'c', 5, 1, 'd', 7 };
		ByteCursor cursor = new ByteCursor(bytes);
		ByteCursor skipping = new ByteCursor(bytes);

		String[] texts = { cursor.text(), cursor.text(), cursor.text(), cursor.text(), cursor.text(), cursor.text() };
		for (int i = 0; i < texts.length; i++) {
			skipping.skipText();
		}

		assertThat(texts).containsExactly(null, "", null, "ab", "c", "d");
		assertThat(cursor.next()).isEqualTo((byte) 7);
		assertThat(skipping.next()).isEqualTo((byte) 7);
	}

	@Test
	void countOfMoreThanThereIsIsRefused() {
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> new ByteCursor(new byte[] { 100, 1, 1 }).count());
	}

	@Test
	void tornNumberIsRefused() {
		assertThatExceptionOfType(IndexOutOfBoundsException.class)
			.isThrownBy(() -> new ByteCursor(new byte[] { -1, -1 }).number());
	}

}
