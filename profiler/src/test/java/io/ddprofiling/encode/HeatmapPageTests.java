package io.ddprofiling.encode;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What a recording can make of a heatmap is tested in {@link HeatmapPageBrowserTests}.
 */
class HeatmapPageTests {

	private static final String FORM = "<head>\n<meta charset='utf-8'>\n</head><script>let cpool = [%s]; a();</script>";

	@Test
	void namesAreWrittenAnew() throws IOException {
		String page = HeatmapPage.of(FORM.formatted("\"\",\"a.B\",\"</script><b>\",\"q\\\"\\\\u\n\","));

		assertThat(page)
			.contains("[\"\",\"a.B\",\"\\u003c/script\\u003e\\u003cb\\u003e\",\"q\\\"\\\\u\\u000a\"]; a();</script>");
	}

	@Test
	void onlyThePagesOwnScriptMayRun() throws IOException {
		String page = HeatmapPage.of(FORM.formatted("\"x\","));

		assertThat(page)
			.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '"
					+ ContentHash.of("let cpool = [\"x\"]; a();") + "'; style-src 'unsafe-inline';");
	}

	@Test
	void wordsAreLeftAsTheyAre() throws IOException {
		assertThat(HeatmapPage.of("No samples found\n")).isEqualTo("No samples found\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<script>let names = [];</script>", "<script>let cpool = [\"a\" + b()];</script>",
			"<script>let cpool = [a];</script>", "<script>let cpool = [];</script>",
			"<meta charset='utf-8'><script>let cpool = [];</script><script>b()</script>" })
	void pageOfAnotherFormIsRefused(String page) {
		assertThatIOException().isThrownBy(() -> HeatmapPage.of(page)).withMessageContaining("The heatmap is not as");
	}

}
