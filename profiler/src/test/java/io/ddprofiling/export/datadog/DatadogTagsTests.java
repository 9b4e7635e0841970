package io.ddprofiling.export.datadog;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ddprofiling.export.datadog.DatadogTags.Snapshot;
import io.ddprofiling.profile.ClientVersion;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.RuntimeDetails;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DatadogTagsTests {

	private static final PayloadConvention PPROF = PayloadConvention.of(UploadFormat.PPROF);

	@Test
	void knownTagsComeFromTheIdentity() {
		assertThat(tags(identity("orders", "prod", "1.4.2", Map.of()), PPROF)).containsExactly("host:web-1",
				"service:orders", "env:prod", "version:1.4.2", "language:jvm", "runtime:jvm", "runtime-id:an-id",
				"runtime_version:" + System.getProperty("java.version"), "profiler_version:" + ClientVersion.VERSION,
				"process_id:4242");
	}

	@Test
	void windowOfADeadProcessHasTheTagsOfItsJvm() {
		RuntimeDetails dead = new RuntimeDetails("0.0.9", "21.0.1", "", "", "", "", "", "", 0, null, "", "", Map.of());
		Identity identity = new Identity("orders", null, null, "web-1", "an-id", 4242, Map.of(), dead);

		assertThat(tags(identity, PayloadConvention.of(UploadFormat.JFR))).contains("runtime_version:21.0.1",
				"profiler_version:0.0.9", "library_version:0.0.9");
	}

	@Test
	void tagsWithoutValueAreLeftOut() {
		PayloadConvention jfr = PayloadConvention.of(UploadFormat.JFR);

		assertThat(tags(identity("orders", null, null, Map.of("empty", " ")), jfr))
			.noneMatch((tag) -> tag.startsWith("env:") || tag.startsWith("version:") || tag.startsWith("runtime:")
					|| tag.startsWith("empty"));
	}

	@Test
	void usersTagsAreAddedInOrder() {
		Map<String, String> own = new LinkedHashMap<>();
		own.put("team", "shop");
		own.put("az", "eu-1a");

		assertThat(tags(identity("orders", null, null, own), PPROF)).containsSubsequence("team:shop", "az:eu-1a");
	}

	@Test
	void usersTagsDoNotOverrideWhatIsKnown() {
		Map<String, String> own = Map.of("service", "other", "env", "other", "version", "other", "runtime-id", "other",
				"process_id", "1", "language", "other");

		assertThat(tags(identity("orders", "prod", "1", own), PPROF))
			.contains("service:orders", "env:prod", "version:1", "runtime-id:an-id", "process_id:4242", "language:jvm")
			.noneMatch((tag) -> tag.endsWith(":other"));
	}

	@Test
	void usersTagsStandInForWhatIsNotKnown() {
		assertThat(tags(identity("orders", null, null, Map.of("env", "dev", "host", "mine")), PPROF))
			.contains("env:dev", "host:mine");
	}

	@Test
	void keysThatBecomeEqualAreSentOnce() {
		Map<String, String> own = new LinkedHashMap<>();
		own.put("team", "one");
		own.put("\"team\"", "two");

		assertThat(tags(identity("orders", null, null, own), PPROF)).contains("team:two").doesNotContain("team:one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a,b", "\"a\"", "a\nb", "a\r\nb\t", " a ", "a:", "a::", "a :", "\" a \"", ":a", "a\u0000b",
			"a\u007fb\u0085", "\u00e4\u20ac\ud83d\ude00", ",", "a,b:c" })
	void valueIsCleaned(String value) {
		List<String> tags = tags(identity("orders", null, null, Map.of("key", value)), PPROF);

		assertThat(tags).filteredOn((tag) -> tag.startsWith("key:")).singleElement().asString().satisfies((tag) -> {
			assertThat(tag).doesNotContain("\"", ",").doesNotEndWith(":").hasSizeGreaterThan("key:".length());
			assertThat(tag.substring(4)).isEqualTo(tag.substring(4).strip());
			assertThat(tag.chars().noneMatch(Character::isISOControl)).isTrue();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "a,b", "\"k\"", "a\nb", "a:", ":a", " k " })
	void keyIsCleaned(String key) {
		List<String> tags = tags(identity("orders", null, null, Map.of(key, "mine")), PPROF);

		assertThat(tags).filteredOn((tag) -> tag.endsWith(":mine")).singleElement().asString().matches("[ab_k]+:mine");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\"", "\"\"", ":" })
	void keyWithNothingLeftIsLeftOut(String key) {
		assertThat(tags(identity("orders", null, null, Map.of(key, "mine")), PPROF))
			.noneMatch((tag) -> tag.endsWith(":mine"));
	}

	@Test
	void longTagsAreCut() {
		Map<String, String> own = new LinkedHashMap<>();
		own.put("long", "x".repeat(500));
		own.put("blank", "x".repeat(193) + "  y");
		own.put("smile", "x".repeat(193) + "\ud83d\ude00");
		own.put("k".repeat(300), "lost");

		List<String> tags = tags(identity("orders", null, null, own), PPROF);

		assertThat(tags).allMatch((tag) -> tag.length() <= 200)
			.contains("long:" + "x".repeat(195), "blank:" + "x".repeat(193), "smile:" + "x".repeat(193))
			.noneMatch((tag) -> tag.startsWith("kkk"));
	}

	private static Identity identity(String service, @Nullable String env, @Nullable String version,
			Map<String, String> tags) {
		return new Identity(service, env, version, "web-1", "an-id", 4242, tags);
	}

	private static List<String> tags(Identity identity, PayloadConvention convention) {
		return Arrays.asList(DatadogTags.of(identity, convention, Snapshot.PERIODIC).split(",", -1));
	}

}
