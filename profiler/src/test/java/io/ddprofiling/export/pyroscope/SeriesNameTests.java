package io.ddprofiling.export.pyroscope;

import java.util.LinkedHashMap;
import java.util.Map;

import io.ddprofiling.profile.Identity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SeriesNameTests {

	@Test
	void serviceEnvironmentVersionHostAndTagsAreNamed() {
		assertThat(name("orders", "prod", "1.4.2", Map.of("team", "shop")))
			.isEqualTo("orders{env=prod,version=1.4.2,host=web-1,team=shop}");
	}

	@Test
	void whatIsNotKnownIsLeftOut() {
		assertThat(name("orders", null, null, Map.of())).isEqualTo("orders{host=web-1}");
	}

	@ParameterizedTest
	@CsvSource({ "order service,order_service", "orders{a=b},orders_a_b_", "shop/orders-2.x,shop/orders-2.x",
			"\u00dcbung,_bung" })
	void serviceHasOnlyCharactersTheServerTakes(String service, String expected) {
		assertThat(name(service, null, null, Map.of())).isEqualTo(expected + "{host=web-1}");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', value = { "cost-center,cost_center", "a.b,a_b", "__meta,meta", "2nd,_2nd" })
	void labelHasOnlyCharactersEveryServerTakes(String key, String expected) {
		assertThat(name("orders", null, null, Map.of(key, "x"))).isEqualTo("orders{host=web-1," + expected + "=x}");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', value = { "`a,b`,a_b", "a{b}c,a_b_c", "a=b,a_b", "`a\nb`,a_b", "` x `,x" })
	void valueCannotEndTheLabel(String value, String expected) {
		assertThat(name("orders", null, null, Map.of("team", value)))
			.isEqualTo("orders{host=web-1,team=" + expected + "}");
	}

	@Test
	void namesOfTheServersOwnAreLeftOut() {
		assertThat(name("orders", null, null, Map.of("service_name", "x", "__name__", "y", "---", "z")))
			.doesNotContain("service_name", "=x", "=z")
			.contains("name__=y");
	}

	@Test
	void settingsOverrideTagsOfTheirNames() {
		assertThat(name("orders", "prod", null, Map.of("env", "test", "host", "db-1")))
			.isEqualTo("orders{env=prod,host=db-1}");
	}

	@Test
	void labelsAreAsManyAsTheServerTakes() {
		Map<String, String> tags = new LinkedHashMap<>();
		for (int i = 0; i < 40; i++) {
			tags.put("tag" + i, "x".repeat(500));
		}

		String name = name("orders", "prod", "1", tags);

		assertThat(name.split(",")).hasSize(SeriesName.MAX_LABELS);
		assertThat(name).contains("env=prod", "version=1", "host=web-1", "tag10=").doesNotContain("tag11");
		assertThat(name.length()).isLessThan(14 * 220);
	}

	private static String name(String service, @Nullable String env, @Nullable String version,
			Map<String, String> tags) {
		return SeriesName.of(new Identity(service, env, version, "web-1", "id", 1, tags)).toString();
	}

}
