package io.ddprofiling.encode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageData}.
 */
class PageDataTests {

	private static final Set<ProfileType> TYPES = EnumSet.of(ProfileType.CPU, ProfileType.LIVE_HEAP);

	@Test
	void valuesAreToldApartByStackThreadEndpointAndSecond() throws IOException {
		Profile profile = new ProfileSketch(TYPES).timed()
			.addAt(0.5, ProfileType.CPU, 10, ProfileSketch.labels("http-1", "GET /a"), "b", "a")
			.addAt(0.9, ProfileType.CPU, 20, ProfileSketch.labels("http-1", "GET /a"), "b", "a")
			.addAt(7, ProfileType.CPU, 30, ProfileSketch.labels("http-2", ""), "b", "a")
			.add(ProfileType.LIVE_HEAP, 2, 512, ProfileSketch.labels("http-1", ""), "a")
			.build();

		JsonNode data = data(profile);

		assertThat(samples(data, 0, "cpu")).containsExactlyInAnyOrder("a;b http-1 GET /a 0 30", "a;b http-2  7 30");
		assertThat(samples(data, 0, "live-heap")).containsExactly("a http-1  -1 512");
		assertThat(data.get("profiles").get(0).get("slots").intValue()).isEqualTo(60);
		assertThat(data.get("profiles").get(0).get("slotMillis").intValue()).isEqualTo(1000);
	}

	@Test
	void typesAreThoseWithAColumn() throws IOException {
		JsonNode data = data(new ProfileSketch(EnumSet.of(ProfileType.CPU)).add(ProfileType.CPU, 1, 10, "a").build());

		assertThat(data.get("types").toString())
			.isEqualTo("[{\"id\":\"cpu\",\"column\":\"cpu\",\"unit\":\"nanoseconds\"}]");
	}

	@Test
	void frameThatDiffersInLinesOnlyIsOne() throws IOException {
		JsonNode data = data(
				new ProfileSketch(TYPES).add(ProfileType.CPU, 1, 10, "a:1").add(ProfileType.CPU, 1, 30, "a:2").build());

		assertThat(samples(data, 0, "cpu")).containsExactly("a main  -1 40");
	}

	@Test
	void twoProfilesShareTheirTree() throws IOException {
		Profile current = new ProfileSketch(TYPES).add(ProfileType.CPU, 1, 10, "new", "a")
			.add(ProfileType.CPU, 1, 5, "same", "a")
			.build();
		Profile baseline = new ProfileSketch(TYPES).add(ProfileType.CPU, 1, 20, "old", "a")
			.add(ProfileType.CPU, 1, 7, "same", "a")
			.requests("GET /a", 4)
			.build();

		JsonNode data = data(PageData.MAX_NODES, PageData.MAX_GROUPS, current, baseline);

		assertThat(samples(data, 0, "cpu")).containsExactlyInAnyOrder("a;new main  -1 10", "a;same main  -1 5");
		assertThat(samples(data, 1, "cpu")).containsExactlyInAnyOrder("a;old main  -1 20", "a;same main  -1 7");
		assertThat(data.get("depths").size()).isEqualTo(5);
		assertThat(data.get("profiles").get(1).get("requests").toString()).isEqualTo("[1,4]");
	}

	@Test
	void smallestStacksAreFoldedAndCounted() throws IOException {
		ProfileSketch sketch = new ProfileSketch(TYPES).add(ProfileType.CPU, 1, 1000, "large", "a");
		for (int i = 0; i < 50; i++) {
			sketch.add(ProfileType.CPU, 1, 1, "small" + i, "a");
		}

		JsonNode data = data(4, PageData.MAX_GROUPS, sketch.build());

		assertThat(data.get("depths").size()).isLessThanOrEqualTo(4);
		assertThat(data.get("folded").intValue()).isPositive();
		assertThat(samples(data, 0, "cpu")).containsExactlyInAnyOrder("a;large main  -1 1000",
				"a;(truncated) main  -1 50");
	}

	@Test
	void tooManyValuesAreNotToldApartByTimeThenNotByThread() throws IOException {
		ProfileSketch sketch = new ProfileSketch(TYPES).timed();
		for (int i = 0; i < 40; i++) {
			sketch.addAt(i, ProfileType.CPU, 10, ProfileSketch.labels("t" + i % 4, ""), "a");
		}
		Profile profile = sketch.build();

		assertThat(samples(data(100, 40, profile), 0, "cpu")).hasSize(40);
		JsonNode timeless = data(100, 39, profile);
		assertThat(samples(timeless, 0, "cpu")).containsExactlyInAnyOrder("a t0  -1 100", "a t1  -1 100",
				"a t2  -1 100", "a t3  -1 100");
		assertThat(timeless.get("profiles").get(0).get("slots").intValue()).isZero();
		assertThat(samples(data(100, 3, profile), 0, "cpu")).containsExactly("a   -1 400");
	}

	private static JsonNode data(Profile profile) throws IOException {
		return data(PageData.MAX_NODES, PageData.MAX_GROUPS, profile);
	}

	private static JsonNode data(int maxNodes, int maxGroups, Profile... profiles) throws IOException {
		FlameGraphPage.Part current = new FlameGraphPage.Part("Current", profiles[0], Map.of());
		FlameGraphPage.Part baseline = (profiles.length > 1)
				? new FlameGraphPage.Part("Baseline", profiles[1], Map.of()) : null;
		StringBuilder out = new StringBuilder();
		PageData.write(new FlameGraphPage.Content("shop", ProfileType.CPU, EnumSet.allOf(ProfileType.class), current,
				baseline), maxNodes, maxGroups, new JsonWriter(out));
		return new ObjectMapper().readTree(out.toString());
	}

	// each as stack, thread, endpoint, second and value
	private static List<String> samples(JsonNode data, int profile, String type) {
		Map<Integer, String> stacks = stacks(data);
		JsonNode part = data.get("profiles").get(profile);
		JsonNode samples = part.get("samples").get(type);
		List<String> result = new ArrayList<>();
		int node = 0;
		for (int i = 0; i < samples.get("values").size(); i++) {
			node += samples.get("nodeSteps").get(i).intValue();
			int context = samples.get("contexts").get(i).intValue();
			String thread = part.get("threads").get(part.get("contextThreads").get(context).intValue()).textValue();
			String endpoint = part.get("endpoints")
				.get(part.get("contextEndpoints").get(context).intValue())
				.textValue();
			result.add(String.join(" ", stacks.get(node), thread, endpoint, samples.get("slots").get(i).asText(),
					String.valueOf(samples.get("values").get(i).longValue() * samples.get("unit").longValue())));
		}
		return result;
	}

	private static Map<Integer, String> stacks(JsonNode data) {
		Map<Integer, String> stacks = new TreeMap<>();
		List<String> path = new ArrayList<>();
		for (int node = 0; node < data.get("depths").size(); node++) {
			path.subList(data.get("depths").get(node).intValue(), path.size()).clear();
			path.add(data.get("names").get(data.get("nameIds").get(node).intValue()).textValue());
			stacks.put(node, String.join(";", path.subList(1, path.size())));
		}
		return stacks;
	}

}
