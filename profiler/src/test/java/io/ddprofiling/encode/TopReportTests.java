package io.ddprofiling.encode;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TopReportTests {

	private static final Identity SHOP = new Identity("shop", "dev", "1.0", "host", "id", 1, Map.of());

	private final ProfileSketch sketch = new ProfileSketch(EnumSet.of(ProfileType.CPU));

	@Test
	void jsonHasExactValuesAndShares() throws IOException {
		sketchShop();

		StringBuilder json = new StringBuilder();
		report(SampleFilter.ALL, 2).writeJson(json);

		assertThat(json).hasToString(
				"""
						{"service":"shop","env":"dev","version":"1.0",\
						"window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:01:00Z","recordedSeconds":60.0},\
						"type":"cpu","column":"cpu","unit":"nanoseconds","total":4000000000,"samples":3,"filtered":false,\
						"topBySelf":[\
						{"function":"a.Shop.tax","self":3000000000,"selfShare":0.75,"total":3000000000,"totalShare":0.75},\
						{"function":"a.Shop.discount","self":750000000,"selfShare":0.1875,"total":750000000,"totalShare":0.1875}],\
						"topByTotal":[\
						{"function":"a.Shop.price","self":0,"selfShare":0.0,"total":3750000000,"totalShare":0.9375},\
						{"function":"a.Shop.tax","self":3000000000,"selfShare":0.75,"total":3000000000,"totalShare":0.75}],\
						"endpoints":[{"name":"GET /price","kind":"web","value":3000000000,"share":0.75}]}""");
	}

	@Test
	void markdownCanBePasted() throws IOException {
		sketchShop();

		assertThat(markdown(SampleFilter.ALL, 2)).isEqualTo("""
				### `shop` `1.0` in `dev`: cpu

				2026-01-01 00:00:00 to 00:01:00 UTC, 60.0 s recorded. Total **4 s** of 3 samples.

				| self | | total | | method |
				|--:|--:|--:|--:|:--|
				| 3 s | 75 % | 3 s | 75 % | `a.Shop.tax` |
				| 750 ms | 18.8 % | 750 ms | 18.8 % | `a.Shop.discount` |

				By total, with all that is called:

				| total | | self | | method |
				|--:|--:|--:|--:|:--|
				| 3.75 s | 93.8 % | 0 ns | 0 % | `a.Shop.price` |
				| 3 s | 75 % | 3 s | 75 % | `a.Shop.tax` |

				| cpu | | endpoint |
				|--:|--:|:--|
				| 3 s | 75 % | `GET /price` |
				""");
	}

	@Test
	void reportOfNothingIsAReport() throws IOException {
		StringBuilder json = new StringBuilder();
		report(SampleFilter.ALL, 5).writeJson(json);

		assertThat(json).contains("\"total\":0", "\"topBySelf\":[]", "\"endpoints\":[]");
		assertThat(markdown(SampleFilter.ALL, 5)).contains("Total **0 ns** of 0 samples.").doesNotContain("endpoint");
	}

	@Test
	void reportSaysThatSamplesWereLeftOut() throws IOException {
		SampleFilter filter = new SampleFilter("GET /secret", null, null);
		StringBuilder json = new StringBuilder();
		report(filter, 5).writeJson(json);

		assertThat(json).contains("\"filtered\":true").doesNotContain("secret");
		assertThat(markdown(filter, 5)).contains("others were left out").doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a|b", "a`b", "a\nb", "a\\b", "a\u202eb", "a\u0000b", "a\u2028b", "a\ud800b" })
	void nameCannotLeaveItsCell(String name) throws IOException {
		this.sketch.add(ProfileType.CPU, 1, 1, List.of(Label.of(LabelKey.ENDPOINT, name)), name);

		assertThat(markdown(SampleFilter.ALL, 5).lines().filter((line) -> line.contains("a?b"))).hasSize(3)
			.allMatch((line) -> line.endsWith("| `a?b` |"));
	}

	@Test
	void longNameIsCut() throws IOException {
		this.sketch.add(ProfileType.CPU, 1, 1, "n".repeat(1000));

		assertThat(markdown(SampleFilter.ALL, 5)).contains("n".repeat(300) + "…`").doesNotContain("n".repeat(301));
	}

	private void sketchShop() {
		this.sketch.add(ProfileType.CPU, 1, 3_000_000_000L, List.of(Label.of(LabelKey.ENDPOINT, "GET /price")),
				"a.Shop.tax:1", "a.Shop.price:1");
		this.sketch.add(ProfileType.CPU, 1, 750_000_000, "a.Shop.discount:1", "a.Shop.price:2");
		this.sketch.add(ProfileType.CPU, 1, 250_000_000, "GC");
	}

	private String markdown(SampleFilter filter, int limit) throws IOException {
		StringBuilder text = new StringBuilder();
		report(filter, limit).writeMarkdown(text);
		return text.toString();
	}

	private TopReport report(SampleFilter filter, int limit) {
		return new TopReport(SHOP, this.sketch.build(), ProfileType.CPU, filter, limit);
	}

}
