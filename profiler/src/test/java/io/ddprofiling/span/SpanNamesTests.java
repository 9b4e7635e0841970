package io.ddprofiling.span;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SpanNamesTests {

	private final SpanNames names = new SpanNames();

	@Test
	void equalNamesHaveOneNumber() {
		int id = this.names.web("GET", "/orders/{id}");

		assertThat(this.names.web("GET", new String("/orders/{id}"))).isEqualTo(id);
		assertThat(this.names.web("POST", "/orders/{id}")).isNotEqualTo(id);
		assertThat(this.names.task("GET /orders/{id}")).isNotEqualTo(id);
		assertThat(this.names.name(id)).isEqualTo(new SpanName("GET /orders/{id}", true));
	}

	@Test
	void methodsOfTheClientsFancyAreOne() {
		int id = this.names.web("BREW", "/pot");

		assertThat(this.names.web("get", "/pot")).isEqualTo(id);
		assertThat(this.names.web(null, "/pot")).isEqualTo(id);
		assertThat(this.names.name(id)).isEqualTo(new SpanName("OTHER /pot", true));
	}

	@Test
	void requestsWithoutARouteAreOne() {
		int id = this.names.web("GET", null);

		assertThat(this.names.web("GET", "")).isEqualTo(id);
		assertThat(this.names.name(id)).isEqualTo(new SpanName("GET UNKNOWN", true));
	}

	@Test
	void namesAreLimitedInNumber() {
		Set<Integer> ids = new HashSet<>();
		for (int i = 0; i < 2 * SpanNames.LIMIT; i++) {
			ids.add(this.names.task("task " + i));
			ids.add(this.names.web("GET", "/" + i));
		}

		assertThat(ids).hasSize(SpanNames.LIMIT + 1).contains(SpanNames.OTHER).doesNotContain(SpanNames.UNKNOWN);
		assertThat(this.names.web("POST", "/1")).isEqualTo(SpanNames.OTHER);
		assertThat(this.names.name(this.names.task("task 1"))).isEqualTo(new SpanName("task 1", false));
		assertThat(this.names.name(SpanNames.OTHER)).isEqualTo(new SpanName("(other)", false));
	}

	@Test
	void longNamesAreCutAndThenOne() {
		int id = this.names.web("GET", "/" + "a".repeat(300));

		assertThat(this.names.web("GET", "/" + "a".repeat(400))).isEqualTo(id);
		assertThat(this.names.name(id).text()).isEqualTo("GET /" + "a".repeat(199));
		assertThat(this.names.task("b".repeat(1000))).isEqualTo(this.names.task("b".repeat(200)));
	}

}
