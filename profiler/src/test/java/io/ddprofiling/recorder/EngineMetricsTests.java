package io.ddprofiling.recorder;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EngineMetrics}.
 */
class EngineMetricsTests {

	@Test
	void valueIsThatOfTheWholeName() {
		EngineMetrics metrics = new EngineMetrics("samples 1\nother_samples_total 2\nsamples_total 31\nlast 4");

		assertThat(metrics.value("samples")).isEqualTo(1);
		assertThat(metrics.value("samples_total")).isEqualTo(31);
		assertThat(metrics.value("last")).isEqualTo(4);
	}

	@Test
	void whatIsNotThereIsAbsent() {
		EngineMetrics metrics = new EngineMetrics("samples_total \ntext none\n");

		assertThat(metrics.value("samples")).isEqualTo(EngineMetrics.ABSENT);
		assertThat(metrics.value("samples_total")).isEqualTo(EngineMetrics.ABSENT);
		assertThat(metrics.value("text")).isEqualTo(EngineMetrics.ABSENT);
		assertThat(new EngineMetrics("").value("samples")).isEqualTo(EngineMetrics.ABSENT);
	}

}
