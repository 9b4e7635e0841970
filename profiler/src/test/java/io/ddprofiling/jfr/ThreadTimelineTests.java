package io.ddprofiling.jfr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.ddprofiling.jfr.ThreadTimeline.Stretch;
import io.ddprofiling.span.SpanBlock.Span;
import io.ddprofiling.span.SpanName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadTimelineTests {

	@Test
	void momentsBetweenSpansBelongToTheNextStretch() {
		ThreadTimeline timeline = new ThreadTimeline(List.of(span("b", 30, 40, 0), span("a", 10, 20, 0)));

		assertThat(timeline.at(9).start).isEqualTo(10);
		assertThat(timeline.at(10).innermost.name().text()).isEqualTo("a");
		assertThat(timeline.at(19).innermost.name().text()).isEqualTo("a");
		assertThat(timeline.at(20).start).isEqualTo(30);
		assertThat(timeline.at(39).innermost.name().text()).isEqualTo("b");
		assertThat(timeline.at(40)).isNull();
	}

	@Test
	void nestedSpansKeepOutermostAndInnermost() {
		ThreadTimeline timeline = new ThreadTimeline(
				List.of(span("outer", 0, 100, 0), span("middle", 10, 60, 1), span("inner", 20, 30, 2)));

		assertThat(at(timeline, 5)).isEqualTo("outer outer");
		assertThat(at(timeline, 10)).isEqualTo("outer middle");
		assertThat(at(timeline, 25)).isEqualTo("outer inner");
		assertThat(at(timeline, 30)).isEqualTo("outer middle");
		assertThat(at(timeline, 99)).isEqualTo("outer outer");
		assertThat(at(timeline, 100)).isEqualTo("-");
	}

	@Test
	void spanThatIsToldTwiceCountsAsItEnded() {
		ThreadTimeline timeline = new ThreadTimeline(
				List.of(span("open", 0, 50, 0), span("ended", 0, 70, 0), span("next", 70, 80, 0)));

		assertThat(at(timeline, 10)).isEqualTo("ended ended");
		assertThat(at(timeline, 60)).isEqualTo("ended ended");
		assertThat(at(timeline, 75)).isEqualTo("next next");
	}

	@Test
	void questionsMayGoBackwards() {
		ThreadTimeline timeline = new ThreadTimeline(List.of(span("a", 0, 10, 0), span("b", 10, 20, 0)));

		assertThat(at(timeline, 15)).isEqualTo("b b");
		assertThat(at(timeline, 5)).isEqualTo("a a");
		assertThat(timeline.at(30)).isNull();
		assertThat(at(timeline, 0)).isEqualTo("a a");
	}

	@Test
	void impossibleSpansAreSurvived() {
		ThreadTimeline timeline = new ThreadTimeline(
				List.of(span("backwards", 10, 5, 0), span("empty", 10, 10, 1), span("first", 20, 40, 0),
						span("second", 30, 50, 0), span("late", Long.MAX_VALUE - 1, Long.MIN_VALUE, 0)));

		assertThat(at(timeline, 25)).isEqualTo("first first");
		assertThat(at(timeline, 35)).isEqualTo("second second");
		assertThat(at(timeline, 45)).isEqualTo("second second");
		assertThat(at(timeline, 50)).isEqualTo("-");
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, Long.MIN_VALUE / 2, -500 })
	void agreesWithLookingAtAllSpans(long origin) {
		for (int seed = 0; seed < 500; seed++) {
			Random random = new Random(seed);
			List<Span> spans = new ArrayList<>();
			nest(random, origin, origin + 1000, 0, spans);
			List<Span> told = new ArrayList<>(spans);
			for (Span span : spans) {
				// as it was told while it lasted
				if (random.nextInt(5) == 0) {
					told.add(span("open", span.start(), between(random, span.start(), span.end()), span.level()));
				}
			}
			Collections.shuffle(told, random);
			ThreadTimeline timeline = new ThreadTimeline(told);
			for (int i = 0; i < 500; i++) {
				long moment = origin - 10 + random.nextInt(1020);
				assertThat(at(timeline, moment)).as("%s at %d", told, moment).isEqualTo(reference(spans, moment));
			}
		}
	}

	// spans of a thread one after the other, some with others inside
	private static void nest(Random random, long from, long to, int level, List<Span> spans) {
		long start = between(random, from, Math.min(to, from + 100));
		while (start < to && level < 6) {
			long end = between(random, start, to) + 1;
			spans.add(span("span" + spans.size(), start, Math.min(to, end), level));
			nest(random, start, Math.min(to, end), level + 1, spans);
			// the same nanosecond can end one and begin the next
			start = between(random, Math.min(to, end), Math.min(to, end + random.nextInt(50)));
			if (random.nextInt(6) == 0) {
				return;
			}
		}
	}

	private static long between(Random random, long from, long to) {
		return (to <= from) ? from : from + random.nextInt((int) (to - from));
	}

	private static String reference(List<Span> spans, long moment) {
		List<Span> around = spans.stream()
			.filter((span) -> span.start() <= moment && span.end() > moment)
			.sorted(Comparator.comparingInt(Span::level))
			.toList();
		return around.isEmpty() ? "-" : around.get(0).name().text() + " " + around.get(around.size() - 1).name().text();
	}

	private static String at(ThreadTimeline timeline, long moment) {
		Stretch stretch = timeline.at(moment);
		return (stretch == null || stretch.start > moment) ? "-"
				: stretch.outermost.name().text() + " " + stretch.innermost.name().text();
	}

	private static Span span(String name, long start, long end, int level) {
		return new Span(1, start, end, level, new SpanName(name, false), Map.of(), 0, 0, 0);
	}

}
