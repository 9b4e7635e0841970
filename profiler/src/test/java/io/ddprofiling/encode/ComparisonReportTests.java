package io.ddprofiling.encode;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;

import io.ddprofiling.encode.ComparisonReport.Subject;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ComparisonReportTests {

	private final ProfileSketch before = new ProfileSketch(EnumSet.of(ProfileType.CPU));

	private final ProfileSketch after = new ProfileSketch(EnumSet.of(ProfileType.CPU));

	@Test
	void jsonHasBothSidesInEveryMeasure() throws IOException {
		sketchShop();
		StringBuilder json = new StringBuilder();
		report(SampleFilter.ALL, 5).writeJson(json);

		assertThat(json.toString()).startsWith("""
				{"type":"cpu","column":"cpu","unit":"nanoseconds","filtered":false,"comparedBy":"perRequest",\
				"before":{"service":"shop","version":"1.0","start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:01:00Z",\
				"recordedSeconds":10.0,"requests":100,"samples":2,\
				"total":{"value":4000,"share":1.0,"perSecond":400.0,"perRequest":40.0}},\
				"after":{"service":"shop","version":"1.1","start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:01:00Z",\
				"recordedSeconds":20.0,"requests":200,"samples":2,\
				"total":{"value":3000,"share":1.0,"perSecond":150.0,"perRequest":15.0}},\
				"change":-25.0,\
				"shrunk":[{"function":"tax","selfChange":-30.0,"totalChange":-30.0,\
				"before":{"self":{"value":3000,"share":0.75,"perSecond":300.0,"perRequest":30.0},\
				"total":{"value":3000,"share":0.75,"perSecond":300.0,"perRequest":30.0}},\
				"after":{"self":{"value":0,"share":0.0,"perSecond":0.0,"perRequest":0.0},\
				"total":{"value":0,"share":0.0,"perSecond":0.0,"perRequest":0.0}}}],\
				"grown":[{"function":"log","selfChange":5.0,"totalChange":5.0,\
				"before":{"self":{"value":0,"share":0.0,"perSecond":0.0,"perRequest":0.0},\
				"total":{"value":0,"share":0.0,"perSecond":0.0,"perRequest":0.0}},\
				"after":{"self":{"value":1000,"share":0.3333333333333333,"perSecond":50.0,"perRequest":5.0},\
				"total":{"value":1000,"share":0.3333333333333333,"perSecond":50.0,"perRequest":5.0}}}],\
				"shrunkByTotal":[{"function":"tax",""").containsSubsequence("\"grownByTotal\":[{\"function\":\"log\",");
	}

	@Test
	void markdownCanBePasted() throws IOException {
		sketchShop();

		assertThat(markdown(5)).isEqualTo(
				"""
						### `shop` `1.1`: cpu, compared

						| | window | total | per request |
						|:--|:--|--:|--:|
						| before | `shop` `1.0`, 2026-01-01 00:00:00 to 00:01:00 UTC, 10.0 s recorded, 100 requests | 4 µs | 40 ns |
						| after | `shop` `1.1`, 2026-01-01 00:00:00 to 00:01:00 UTC, 20.0 s recorded, 200 requests | 3 µs | 15 ns |
						| change | | | -25 ns |

						Shrunk, per request:

						| change | before | | after | | method |
						|--:|--:|--:|--:|--:|:--|
						| -30 ns | 30 ns | 75 % | 0 ns | 0 % | `tax` |

						Grown, per request:

						| change | before | | after | | method |
						|--:|--:|--:|--:|--:|:--|
						| +5 ns | 0 ns | 0 % | 5 ns | 33.3 % | `log` |
						""");
	}

	@Test
	void listsAreBounded() throws IOException {
		for (int i = 0; i < 50; i++) {
			this.before.add(ProfileType.CPU, 1, 1000 + i, "old" + i);
			this.after.add(ProfileType.CPU, 1, 1000 + i, "new" + i);
		}

		assertThat(markdown(3).lines().filter((line) -> line.contains("`old") || line.contains("`new")).toList())
			.hasSize(6)
			.satisfies((lines) -> assertThat(lines.get(0)).contains("`old49`"))
			.satisfies((lines) -> assertThat(lines.get(3)).contains("`new49`"));
	}

	@Test
	void withoutRequestsThereIsNothingPerRequest() throws IOException {
		this.before.add(ProfileType.CPU, 1, 10, "tax").requests("GET /price", 1);
		this.after.add(ProfileType.CPU, 1, 10, "tax");
		StringBuilder json = new StringBuilder();
		report(new SampleFilter("GET /price", null, null), 5).writeJson(json);

		assertThat(json).contains("\"comparedBy\":\"perSecond\"", "\"requests\":1", "\"filtered\":true")
			.doesNotContain("\"perRequest\":");
	}

	private void sketchShop() {
		this.before.add(ProfileType.CPU, 1, 3000, "tax").add(ProfileType.CPU, 1, 1000, "page");
		this.before.requests("GET /price", 100);
		this.after.add(ProfileType.CPU, 1, 2000, "page").add(ProfileType.CPU, 1, 1000, "log");
		this.after.requests("GET /price", 200);
	}

	private String markdown(int limit) throws IOException {
		StringBuilder text = new StringBuilder();
		report(SampleFilter.ALL, limit).writeMarkdown(text);
		return text.toString();
	}

	private ComparisonReport report(SampleFilter filter, int limit) {
		return new ComparisonReport(new Subject(shop("1.0"), this.before.build(Duration.ofSeconds(10))),
				new Subject(shop("1.1"), this.after.build(Duration.ofSeconds(20))), ProfileType.CPU, filter, limit);
	}

	private static Identity shop(String version) {
		return new Identity("shop", null, version, "host", "id", 1, Map.of());
	}

}
