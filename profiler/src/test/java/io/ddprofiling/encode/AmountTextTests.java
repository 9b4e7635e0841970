package io.ddprofiling.encode;

import io.ddprofiling.profile.SampleType.Unit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AmountTextTests {

	@ParameterizedTest
	@CsvSource({ "NANOSECONDS,0,0 ns", "NANOSECONDS,1,1 ns", "NANOSECONDS,999,999 ns", "NANOSECONDS,1500,1.50 µs",
			"NANOSECONDS,12340000,12.3 ms", "NANOSECONDS,1000000000,1 s", "NANOSECONDS,123456789012,123 s",
			"NANOSECONDS,-2500000000,-2.50 s", "NANOSECONDS,0.25,0.25 ns", "BYTES,1023,1023 B", "BYTES,1024,1 KiB",
			"BYTES,1572864,1.50 MiB", "BYTES,5368709120,5 GiB", "COUNT,1234567,1234567", "COUNT,2.5,2.50",
			"COUNT,-12.34,-12.3" })
	void amountIsInTheUnitThatFits(Unit unit, double amount, String text) {
		assertThat(AmountText.of(amount, unit)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "5,+5", "0,0", "-5,-5" })
	void changeHasASign(double amount, String text) {
		assertThat(AmountText.signed(amount, Unit.COUNT)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "0,0 %", "0.125,12.5 %", "1,100 %", "0.00049,0.05 %" })
	void shareIsAPercentage(double share, String text) {
		assertThat(AmountText.percent(share)).isEqualTo(text);
	}

}
