package io.ddprofiling.span;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpanDescriptionTests {

	private final SpanDescription description = new SpanRecorder(List.of()).description();

	@BeforeEach
	void clear() {
		this.description.clear();
	}

	@Test
	void longTraceIsTakenWhole() {
		this.description.trace("0123456789abcdefFEDCBA9876543210", "8000000000000001");

		assertThat(this.description.traceHigh).isEqualTo(0x0123456789abcdefL);
		assertThat(this.description.traceLow).isEqualTo(0xfedcba9876543210L);
		assertThat(this.description.spanId).isEqualTo(0x8000000000000001L);
	}

	@Test
	void shortTraceHasNoUpperHalf() {
		this.description.trace("fedcba9876543210", "1f");

		assertThat(this.description.traceHigh).isZero();
		assertThat(this.description.traceLow).isEqualTo(0xfedcba9876543210L);
		assertThat(this.description.spanId).isEqualTo(0x1f);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null", value = { "null,1f", "1f,null", "0123456789abcdeg,1f", "1f,0x1f",
			"g123456789abcdef0123456789abcdef,1f", "0123456789abcdef0123456789abcde\u0661,1f", "1f,'1f '" })
	void whatIsNoTraceIsIgnored(String traceId, String spanId) {
		this.description.trace(traceId, spanId);

		assertThat(this.description.spanId).isZero();
		assertThat(this.description.traceLow).isZero();
		assertThat(this.description.traceHigh).isZero();
	}

}
