package io.ddprofiling.sample;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import org.springframework.stereotype.Component;

/**
 * Allocation: {@link #render} makes {@link #PAGES} arrays of {@link #PAGE_BYTES}, 1 MiB
 * in all. Fixed, it makes one and fills it again for each page.
 */
@Component
class ReportWriter {

	static final int PAGES = 128;

	static final int PAGE_BYTES = 8 * 1024;

	private final boolean fixed;

	ReportWriter(FixProperties fixes) {
		this.fixed = fixes.reports();
	}

	Report render(LocalDate day) {
		List<byte[]> pages = new ArrayList<>(PAGES);
		for (int page = 0; page < PAGES; page++) {
			pages.add((this.fixed && page > 0) ? pages.get(0) : new byte[PAGE_BYTES]);
		}
		return new Report(day.toString(), pages.size(), pages.stream().mapToLong((page) -> page.length).sum());
	}

	/**
	 * The size of a report.
	 *
	 * @param day the day it is about
	 * @param pages the number of arrays
	 * @param bytes the length of all arrays together
	 */
	record Report(String day, int pages, long bytes) {

	}

}
