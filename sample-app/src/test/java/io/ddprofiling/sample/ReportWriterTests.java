package io.ddprofiling.sample;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReportWriter}.
 */
class ReportWriterTests {

	private static final LocalDate DAY = LocalDate.of(2026, 1, 12);

	private static final long ONE_MEBIBYTE = 1024 * 1024;

	private final ReportWriter writer = new ReportWriter(FixProperties.NOTHING);

	@Test
	void renderMakesOneMebibyteOfPages() {
		assertThat(this.writer.render(DAY)).isEqualTo(new ReportWriter.Report("2026-01-12", 128, ONE_MEBIBYTE));
	}

	@Test
	void renderAllocatesThePagesAndLittleElse() {
		assertThat(allocatedBy(this.writer)).isBetween(ONE_MEBIBYTE, ONE_MEBIBYTE + 16 * 1024);
	}

	@Test
	void fixedReportIsTheSameAndAllocatesOnePage() {
		ReportWriter fixed = new ReportWriter(new FixProperties(false, false, true));

		assertThat(fixed.render(DAY)).isEqualTo(this.writer.render(DAY));
		assertThat(allocatedBy(fixed)).isLessThan(32 * 1024);
	}

	private static long allocatedBy(ReportWriter writer) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long thread = Thread.currentThread().getId();
		writer.render(DAY);

		long before = threads.getThreadAllocatedBytes(thread);
		writer.render(DAY);
		return threads.getThreadAllocatedBytes(thread) - before;
	}

}
