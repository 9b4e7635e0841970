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

	private final ReportWriter writer = new ReportWriter();

	@Test
	void renderMakesOneMebibyteOfPages() {
		assertThat(this.writer.render(DAY)).isEqualTo(new ReportWriter.Report("2026-01-12", 128, ONE_MEBIBYTE));
	}

	@Test
	void renderAllocatesThePagesAndLittleElse() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long thread = Thread.currentThread().getId();
		this.writer.render(DAY);

		long before = threads.getThreadAllocatedBytes(thread);
		this.writer.render(DAY);
		long allocated = threads.getThreadAllocatedBytes(thread) - before;

		assertThat(allocated).isBetween(ONE_MEBIBYTE, ONE_MEBIBYTE + 16 * 1024);
	}

}
