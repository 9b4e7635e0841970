package io.ddprofiling.span;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpanAttributesTests {

	private final SpanAttributes attributes = new SpanAttributes(List.of());

	@Test
	void equalSetsHaveOneNumber() {
		int id = this.attributes.id(Map.of("tenant", "a", "region", "eu"));

		assertThat(this.attributes.id(new HashMap<>(Map.of("region", "eu", "tenant", "a")))).isEqualTo(id);
		assertThat(this.attributes.id(Map.of("tenant", "a"))).isNotEqualTo(id);
		assertThat(this.attributes.set(id)).isEqualTo(Map.of("tenant", "a", "region", "eu"));
	}

	@Test
	void theFirstTenNamesAreTaken() {
		for (int i = 0; i < 10; i++) {
			assertThat(this.attributes.id(Map.of("name" + i, "value"))).isNotEqualTo(SpanAttributes.NONE);
		}

		assertThat(this.attributes.id(Map.of("name10", "value"))).isEqualTo(SpanAttributes.NONE);
		int id = this.attributes.id(Map.of("name10", "value", "name3", "other"));
		assertThat(this.attributes.set(id)).isEqualTo(Map.of("name3", "other"));
	}

	@Test
	void onlyNamesThatWereSetAreTaken() {
		SpanAttributes fixed = new SpanAttributes(List.of("tenant", "tenant"));

		assertThat(fixed.id(Map.of("region", "eu"))).isEqualTo(SpanAttributes.NONE);
		assertThat(fixed.set(fixed.id(Map.of("tenant", "a", "region", "eu")))).isEqualTo(Map.of("tenant", "a"));
	}

	@Test
	void setsAreLimitedInNumber() {
		Set<Integer> ids = new HashSet<>();
		for (int i = 0; i < 10_000; i++) {
			ids.add(this.attributes.id(Map.of("tenant", "tenant " + i)));
		}

		assertThat(ids).hasSize(4097).contains(SpanAttributes.NONE);
		assertThat(this.attributes.set(this.attributes.id(Map.of("tenant", "tenant 0"))))
			.isEqualTo(Map.of("tenant", "tenant 0"));
	}

	@Test
	void longValuesAreCut() {
		int id = this.attributes.id(Map.of("tenant", "a".repeat(500)));

		assertThat(this.attributes.set(id)).isEqualTo(Map.of("tenant", "a".repeat(200)));
		assertThat(this.attributes.id(Map.of("b".repeat(500), "value"))).isEqualTo(SpanAttributes.NONE);
	}

	@Test
	void valuesThatAreMissingAreLeftOut() {
		Map<String, String> set = new HashMap<>();
		set.put("tenant", null);
		assertThat(this.attributes.id(set)).isEqualTo(SpanAttributes.NONE);
		set.put("region", "eu");

		assertThat(this.attributes.set(this.attributes.id(set))).isEqualTo(Map.of("region", "eu"));
	}

}
