package io.ddprofiling;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PercentTests {

	@ParameterizedTest
	@CsvSource({ "1, 1", "1.0, 1", "0.5%, 0.5", "' 2.5 % ', 2.5", "100, 100", "0, 0", "off, 0", "OFF, 0" })
	void percentagesAreRead(String text, double percent) {
		assertThat(Percent.parse(text)).isEqualTo(percent);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "%", "-1", "1e3", "NaN", "Infinity", "a lot", "1 percent", "1,5", "0x1p3" })
	void otherTextIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Percent.parse(text))
			.withMessage("it must be a percentage, as in 1 or 0.5%, or off");
	}

	@Test
	void shareIsWrittenAsAPercentage() {
		assertThat(Percent.text(0.01234)).isEqualTo("1.23 %");
	}

}
