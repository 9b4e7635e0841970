package io.ddprofiling.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Timeline}.
 */
class TimelineTests {

	private static final Instant START = Instant.parse("2026-07-28T10:00:00Z");

	private static final long NANOS = START.getEpochSecond() * 1_000_000_000;

	@Test
	void slotsAreSeconds() {
		Timeline timeline = new Timeline(window(60));

		timeline.add(3, ProfileType.WALL, 5, at(0.99));
		timeline.add(3, ProfileType.WALL, 7, at(0.5));
		timeline.add(3, ProfileType.WALL, 1, at(59.9));
		timeline.add(3, ProfileType.IO, 2, at(1));

		assertThat(timeline.slots()).isEqualTo(60);
		assertThat(timeline.slot()).isEqualTo(Duration.ofSeconds(1));
		assertThat(entries(timeline)).isEqualTo(Map.of("3 WALL 0", 12L, "3 WALL 59", 1L, "3 IO 1", 2L));
	}

	@Test
	void momentsOutsideBelongToTheSlotAtTheEdge() {
		Timeline timeline = new Timeline(window(60));

		timeline.add(0, ProfileType.CPU, 1, at(-5));
		timeline.add(0, ProfileType.CPU, 2, at(61));

		assertThat(entries(timeline)).isEqualTo(Map.of("0 CPU 0", 1L, "0 CPU 59", 2L));
	}

	@Test
	void nextSlotBeginsAtAWholeSecond() {
		Timeline timeline = new Timeline(window(60));

		assertThat(timeline.next(at(0.2))).isEqualTo(at(1));
		assertThat(timeline.next(at(1))).isEqualTo(at(2));
		assertThat(timeline.next(at(-3))).isEqualTo(at(1));
		assertThat(timeline.next(at(59.5))).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void longWindowHasLongerSlots() {
		Timeline timeline = new Timeline(window(3600));

		assertThat(timeline.slot()).isEqualTo(Duration.ofSeconds(8));
		assertThat(timeline.slots()).isEqualTo(450);
	}

	@Test
	void emptyWindowHasOneSlot() {
		assertThat(new Timeline(window(0)).slots()).isEqualTo(1);
	}

	@Test
	void tooManyEntriesMakeSlotsLongerAndKeepTheSum() {
		Timeline timeline = new Timeline(window(60), 10);

		for (int second = 0; second < 60; second++) {
			timeline.add(0, ProfileType.CPU, 1, at(second));
		}

		assertThat(timeline.slot()).isEqualTo(Duration.ofSeconds(8));
		assertThat(entries(timeline)).isEqualTo(Map.of("0 CPU 0", 8L, "0 CPU 1", 8L, "0 CPU 2", 8L, "0 CPU 3", 8L,
				"0 CPU 4", 8L, "0 CPU 5", 8L, "0 CPU 6", 8L, "0 CPU 7", 4L));
	}

	@Test
	void tooManyRowsLeaveNoTimeline() {
		Timeline timeline = new Timeline(window(60), 10);

		for (int row = 0; row < 30; row++) {
			timeline.add(row, ProfileType.CPU, 1, at(row));
		}

		assertThat(timeline.slots()).isZero();
		assertThat(timeline.size()).isZero();
		assertThat(timeline.next(at(1))).isEqualTo(Long.MAX_VALUE);
	}

	private static TimeWindow window(int seconds) {
		return new TimeWindow(START, START.plusSeconds(seconds));
	}

	private static long at(double second) {
		return NANOS + Math.round(second * 1e9);
	}

	private static Map<String, Long> entries(Timeline timeline) {
		Map<String, Long> entries = new TreeMap<>();
		for (int entry = 0; entry < timeline.size(); entry++) {
			entries.put(timeline.row(entry) + " " + timeline.type(entry) + " " + timeline.slot(entry),
					timeline.value(entry));
		}
		return entries;
	}

}
