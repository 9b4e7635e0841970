package io.ddprofiling.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.testsupport.PprofFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One profile must say the same in each format.
 */
class EncoderAgreementTests {

	private static final Profile PROFILE = random();

	@ParameterizedTest
	@EnumSource
	void formatsAgreeOnTheTotal(SampleType type) throws IOException {
		long total = PROFILE.total(type);

		assertThat(total).isPositive();
		assertThat(pprof(PprofDialect.STANDARD).total(type.id())).isEqualTo(total);
		if (PprofDialect.DATADOG.name(type) != null) {
			assertThat(pprof(PprofDialect.DATADOG).total(PprofDialect.DATADOG.name(type))).isEqualTo(total);
		}
		if (type != SampleType.CPU_SAMPLES && type != SampleType.WALL_SAMPLES) {
			assertThat(otlp().total(type.id())).isEqualTo(total);
		}
		assertThat(sum(selfOfCollapsed(type))).isEqualTo(total);
		if (ProfileType.of(type).value() == type) {
			assertThat(sum(selfOnPage(type, 100_000))).isEqualTo(total);
			assertThat(sum(selfOnPage(type, 50))).isEqualTo(total);
		}
	}

	@ParameterizedTest
	@EnumSource
	void formatsAgreeOnTheTopFunction(SampleType type) throws IOException {
		PprofFile pprof = pprof(PprofDialect.STANDARD);
		String top = pprof.topFunction(type.id());
		long self = pprof.selfOf(type.id(), top);

		if (PprofDialect.DATADOG.name(type) != null) {
			assertThat(pprof(PprofDialect.DATADOG).topFunction(PprofDialect.DATADOG.name(type))).isEqualTo(top);
		}
		if (type != SampleType.CPU_SAMPLES && type != SampleType.WALL_SAMPLES) {
			assertThat(top(otlp().self(type.id()))).isEqualTo(Map.entry(top, self));
		}
		assertThat(top(selfOfCollapsed(type))).isEqualTo(Map.entry(top, self));
		if (ProfileType.of(type).value() == type) {
			assertThat(top(selfOnPage(type, 100_000))).isEqualTo(Map.entry(top, self));
		}
	}

	private static PprofFile pprof(PprofDialect dialect) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new PprofEncoder(dialect, "orders").encode(PROFILE, out);
		return PprofFile.parse(out.toByteArray());
	}

	private static OtlpRequestReader otlp() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new OtlpProfileEncoder(List.of(), "ddprofiling", "1.0", "run-1").encode(PROFILE, out);
		return OtlpRequestReader.parse(out.toByteArray());
	}

	private static Map<String, Long> selfOfCollapsed(SampleType type) throws IOException {
		StringBuilder out = new StringBuilder();
		CollapsedEncoder.encode(PROFILE, type, out);
		Map<String, Long> self = new TreeMap<>();
		out.toString().lines().forEach((line) -> {
			int blank = line.lastIndexOf(' ');
			String leaf = line.substring(line.lastIndexOf(';') + 1, blank);
			self.merge(leaf, Long.valueOf(line.substring(blank + 1)), Long::sum);
		});
		return self;
	}

	private static Map<String, Long> selfOnPage(SampleType column, int maxNodes) {
		ProfileType type = ProfileType.of(column);
		PageTree tree = PageTree.of(List.of(PROFILE), List.of(ProfileType.values()), type, maxNodes);
		PageGroups groups = PageGroups.of(PROFILE, type, tree.nodes(PROFILE), new PageContexts(PROFILE),
				PageGroups.Detail.ALL);
		Map<String, Long> self = new TreeMap<>();
		for (int group = 0; group < groups.size(); group++) {
			self.merge(tree.tree().name(tree.tree().nameId(groups.node(group))), groups.value(group), Long::sum);
		}
		return self;
	}

	private static long sum(Map<String, Long> values) {
		return values.values().stream().mapToLong(Long::longValue).sum();
	}

	private static Map.Entry<String, Long> top(Map<String, Long> self) {
		return self.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
	}

	private static Profile random() {
		Random random = new Random(42);
		ProfileSketch sketch = new ProfileSketch(EnumSet.allOf(ProfileType.class));
		for (int i = 0; i < 500; i++) {
			String[] stack = new String[1 + random.nextInt(20)];
			for (int j = 0; j < stack.length; j++) {
				stack[j] = "shop.Class" + random.nextInt(8) + ".method" + random.nextInt(3) + ":" + random.nextInt(50);
			}
			ProfileType type = ProfileType.values()[random.nextInt(ProfileType.values().length)];
			List<Label> labels = List.of(Label.of(LabelKey.THREAD_NAME, "thread-" + random.nextInt(4)));
			sketch.add(type, 1 + random.nextInt(10), random.nextInt(1_000_000), labels, stack);
		}
		return sketch.build();
	}

}
