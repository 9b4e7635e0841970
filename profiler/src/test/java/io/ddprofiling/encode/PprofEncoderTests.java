package io.ddprofiling.encode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.testsupport.GoPprof;
import io.ddprofiling.testsupport.PprofFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class PprofEncoderTests {

	private static final Set<ProfileType> ALL = EnumSet.allOf(ProfileType.class);

	private static final Set<ProfileType> SHOP = EnumSet.of(ProfileType.CPU, ProfileType.WALL, ProfileType.LOCK,
			ProfileType.ALLOCATION);

	private static final List<Label> LABELS = List.of(Label.of(LabelKey.THREAD_ID, 17),
			Label.of(LabelKey.THREAD_NATIVE_ID, 4711), Label.of(LabelKey.THREAD_NAME, "http-1"),
			Label.of(LabelKey.CLASS_NAME, "byte[]"));

	@TempDir
	private Path directory;

	@Test
	void writesTheMessageThatIsExpected() throws IOException {
		Profile profile = new ProfileSketch(EnumSet.of(ProfileType.CPU))
			.add(ProfileType.CPU, 3, 30_000_000, List.of(Label.of(LabelKey.THREAD_ID, 1)), "shop.Cart.sum:7", "main")
			.build();

		assertThat(parse(profile, PprofDialect.DATADOG).toString()).isEqualTo("""
				sample_type {
				  type: 1
				  unit: 2
				}
				sample_type {
				  type: 3
				  unit: 4
				}
				sample {
				  location_id: 1
				  location_id: 2
				  value: 3
				  value: 30000000
				  label {
				    key: 5
				    num: 1
				  }
				}
				mapping {
				  id: 1
				  filename: 6
				  has_functions: true
				  has_filenames: true
				  has_line_numbers: true
				}
				location {
				  id: 1
				  mapping_id: 1
				  line {
				    function_id: 1
				    line: 7
				  }
				}
				location {
				  id: 2
				  mapping_id: 1
				  line {
				    function_id: 2
				  }
				}
				function {
				  id: 1
				  name: 7
				  system_name: 7
				  filename: 8
				}
				function {
				  id: 2
				  name: 9
				  system_name: 9
				}
				string_table: ""
				string_table: "cpu-samples"
				string_table: "count"
				string_table: "cpu-time"
				string_table: "nanoseconds"
				string_table: "thread id"
				string_table: "orders"
				string_table: "shop.Cart.sum"
				string_table: "shop/Cart.java"
				string_table: "main"
				time_nanos: 1767225600000000000
				duration_nanos: 60000000000
				period_type {
				  type: 3
				  unit: 4
				}
				period: 1000
				default_sample_type: 3
				""");
	}

	@ParameterizedTest
	@EnumSource
	void writesTheSameBytesTwice(PprofDialect dialect) throws IOException {
		assertThat(encode(shop(), dialect)).isEqualTo(encode(shop(), dialect));
	}

	@Test
	void standardDialectHasNamesWithoutHyphens() throws IOException {
		PprofFile pprof = PprofFile.parse(encode(shop(), PprofDialect.STANDARD));

		assertThat(pprof.sampleTypes()).containsExactly("cpu_samples/count", "cpu/nanoseconds", "wall_samples/count",
				"wall/nanoseconds", "contentions/count", "delay/nanoseconds", "alloc_objects/count",
				"alloc_space/bytes");
		assertThat(pprof.labelValues("thread_id")).containsExactly("17");
		assertThat(pprof.labelValues("thread_native_id")).containsExactly("4711");
		assertThat(pprof.labelValues("thread_name")).containsExactly("http-1", "main");
		assertThat(pprof.labelValues("class_name")).containsExactly("byte[]");
	}

	@Test
	void datadogGetsNoColumnItDoesNotKnow() throws IOException {
		Profile profile = new ProfileSketch(ALL).add(ProfileType.NATIVE_MEMORY, 1, 1_048_576, "malloc", "main")
			.add(ProfileType.LIVE_HEAP, 2, 2048, "shop.Cart.sum:9", "main")
			.add(ProfileType.EXCEPTION, 5, 0, "shop.Cart.show:9", "main")
			.build();

		PprofFile pprof = PprofFile.parse(encode(profile, PprofDialect.DATADOG));

		assertThat(pprof.sampleTypes())
			.contains("heap-live-samples/count", "heap-space/bytes", "exception-samples/count")
			.noneMatch((type) -> type.startsWith("native") || type.startsWith("io"));
		assertThat(pprof.proto().getSampleCount()).isEqualTo(2);
		assertThat(pprof.total("heap-space/bytes")).isEqualTo(2048);
		assertThat(pprof.total("exception-samples/count")).isEqualTo(5);
	}

	@Test
	void datadogDialectHasDatadogsNames() throws IOException {
		PprofFile pprof = PprofFile.parse(encode(shop(), PprofDialect.DATADOG));

		assertThat(pprof.sampleTypes()).containsExactly("cpu-samples/count", "cpu-time/nanoseconds",
				"wall-samples/count", "wall-time/nanoseconds", "lock-acquire/count", "lock-acquire-wait/nanoseconds",
				"alloc-samples/count", "alloc-space/bytes");
		assertThat(pprof.labelValues("thread id")).containsExactly("17");
		assertThat(pprof.labelValues("thread native id")).containsExactly("4711");
		assertThat(pprof.labelValues("thread name")).containsExactly("http-1", "main");
		assertThat(pprof.labelValues("class name")).containsExactly("byte[]");
		assertThat(pprof.proto().getSampleList()).flatExtracting((sample) -> sample.getLabelList())
			.allMatch((label) -> label.getNumUnit() == 0);
	}

	@Test
	void datadogDialectLinksSamplesToSpans() throws IOException {
		PprofFile pprof = PprofFile.parse(encode(ofARequest(), PprofDialect.DATADOG));

		assertThat(pprof.labels("cpu-time", "shop.Cart.sum"))
			.containsExactly(Map.of("thread name", "http-1", "trace endpoint", "GET /orders/{id}", "trace type", "web",
					"span id", 0x8000000000000001L, "local root span id", 0x0123456789abcdefL, "tenant", "acme"));
		assertThat(pprof.labels("cpu-time", "shop.Report.write"))
			.containsExactly(Map.of("thread name", "http-1", "task name", "nightly"));
		assertThat(pprof.proto().getSampleList()).flatExtracting((sample) -> sample.getLabelList())
			.allMatch((label) -> label.getNumUnit() == 0 && (label.getStr() == 0 || label.getNum() == 0));
	}

	@Test
	void standardDialectHasIdentifiersAsDigits() throws IOException {
		PprofFile pprof = PprofFile.parse(encode(ofARequest(), PprofDialect.STANDARD));

		assertThat(pprof.labels("cpu", "shop.Cart.sum")).containsExactly(Map.of("thread_name", "http-1", "endpoint",
				"GET /orders/{id}", "span_name", "charge", "span_id", "8000000000000001", "local_root_span_id",
				"0123456789abcdef", "trace_id", "4bf92f3577b34da6a3ce929d0e0e4736", "tenant", "acme"));
		assertThat(pprof.labels("cpu", "shop.Report.write"))
			.containsExactly(Map.of("thread_name", "http-1", "task", "nightly"));
	}

	@ParameterizedTest
	@EnumSource
	void keepsTimesValuesAndFunctions(PprofDialect dialect) throws IOException {
		PprofFile pprof = PprofFile.parse(encode(shop(), dialect));

		assertThat(pprof.start()).isEqualTo(ProfileSketch.WINDOW.start());
		assertThat(pprof.duration()).isEqualTo(Duration.ofMinutes(1));
		assertThat(pprof.functionNames()).containsExactly("shop.Cart.sum", "shop.Cart.show", "main", "shop.Tax.of");
		List<Long> totals = (dialect != PprofDialect.PYROSCOPE)
				? List.of(4L, 40_000_000L, 20L, 1_000_000_000L, 1L, 20_000_000L, 1000L, 64_000L)
				: List.of(40_000_000L, 1_000_000_000L, 1L, 20_000_000L, 1000L, 64_000L);
		assertThat(pprof.sampleTypes().stream().map(pprof::total)).containsExactlyElementsOf(totals);
		String cpu = dialect.name(ProfileType.CPU.value()) + "/nanoseconds";
		assertThat(pprof.selfOf(cpu, "shop.Cart.sum")).isEqualTo(30_000_000);
		assertThat(pprof.totalOf(cpu, "shop.Cart.show")).isEqualTo(40_000_000);
	}

	@ParameterizedTest
	@EnumSource(ProfileType.class)
	void periodAndDefaultAreOfTheFirstType(ProfileType type) throws IOException {
		PprofFile pprof = PprofFile
			.parse(encode(new ProfileSketch(EnumSet.of(type)).add(type, 1, 2, "main").build(), PprofDialect.STANDARD));

		assertThat(pprof.proto().getPeriod()).isEqualTo(ProfileSketch.interval(type));
		assertThat(pprof.proto().getPeriodType()).isEqualTo(pprof.proto().getSampleType(type.sampleTypes().size() - 1));
		assertThat(pprof.proto().getStringTable((int) pprof.proto().getDefaultSampleType()))
			.isEqualTo(type.value().id());
	}

	@ParameterizedTest
	@EnumSource
	void goAcceptsIt(PprofDialect dialect) throws IOException {
		assumeThat(GoPprof.available()).as("Go is installed").isTrue();
		Path file = Files.write(this.directory.resolve("shop.pprof"), encode(shop(), dialect));

		String top = GoPprof.top(file, dialect.name(ProfileType.CPU.value()));

		assertThat(GoPprof.flatPercent(top)).containsEntry("shop.Cart.sum", 75.0).containsEntry("shop.Tax.of", 25.0);
		assertThat(GoPprof.raw(file)).contains("shop.Cart.sum");
		assertThat(GoPprof.raw(file).contains("http-1")).isEqualTo(dialect != PprofDialect.PYROSCOPE);
	}

	@ParameterizedTest
	@EnumSource
	void emptyProfileIsValid(PprofDialect dialect) throws IOException {
		PprofFile pprof = PprofFile.parse(encode(new ProfileSketch(ALL).build(), dialect));

		int columns = switch (dialect) {
			case STANDARD -> 17;
			case DATADOG -> 11;
			case PYROSCOPE -> 15;
		};
		assertThat(pprof.sampleTypes()).hasSize(columns);
		assertThat(pprof.proto().getSampleCount()).isZero();
		assertThat(pprof.duration()).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void profileOfNoTypeIsReadable() throws IOException {
		assertThat(parse(new ProfileSketch(Set.of()).build(), PprofDialect.STANDARD).getSampleTypeCount()).isZero();
	}

	@Test
	void stackOf600FramesIsKept() throws IOException {
		assertThat(stack(600, PprofDialect.DATADOG)).hasSize(600).startsWith("f0").endsWith("f599");
	}

	@ParameterizedTest
	@ValueSource(ints = { 601, 1000, 2048 })
	void deeperStackEndsWithAMarkerForDatadog(int depth) throws IOException {
		List<String> stack = stack(depth, PprofDialect.DATADOG);

		assertThat(stack).hasSize(600).startsWith("f0").endsWith("f598", "<" + (depth - 599) + " frames omitted>");
	}

	@Test
	void markerHasNeitherFileNorLineAndIsSharedByStacksOfOneDepth() throws IOException {
		PprofFile pprof = PprofFile
			.parse(encode(new ProfileSketch(EnumSet.of(ProfileType.CPU)).add(ProfileType.CPU, 1, 10, frames("a", 700))
				.add(ProfileType.CPU, 1, 10, frames("b", 700))
				.add(ProfileType.CPU, 1, 10, frames("c", 800))
				.build(), PprofDialect.DATADOG));

		var proto = pprof.proto();
		int functions = proto.getFunctionCount();
		int locations = proto.getLocationCount();
		assertThat(List.of(proto.getFunction(functions - 2), proto.getFunction(functions - 1)))
			.extracting((function) -> proto.getStringTable((int) function.getName()))
			.containsExactly("<101 frames omitted>", "<201 frames omitted>");
		assertThat(proto.getFunction(functions - 1).getFilename()).isZero();
		assertThat(proto.getLocation(locations - 1).getLine(0).getLine()).isZero();
		assertThat(pprof.functionNames()).filteredOn((name) -> name.contains("omitted")).hasSize(2);
		assertThat(pprof.totalOf("cpu-time", "<101 frames omitted>")).isEqualTo(20);
	}

	@Test
	void deepStackIsKeptInTheStandardDialect() throws IOException {
		Profile profile = new ProfileSketch(EnumSet.of(ProfileType.CPU)).add(ProfileType.CPU, 1, 10, frames("f", 2048))
			.build();

		var message = parse(profile, PprofDialect.STANDARD);

		assertThat(message.getSample(0).getLocationIdCount()).isEqualTo(2048);
		assertThat(message.getFunctionCount()).isEqualTo(2048);
	}

	@Test
	void largeProfileKeepsItsTotals() throws IOException {
		ProfileSketch sketch = new ProfileSketch(ALL);
		for (int i = 0; i < 1000; i++) {
			sketch.add(ProfileType.CPU, 1, Integer.MAX_VALUE, frames("f" + i % 10 + "-", 100 + i % 400));
		}

		PprofFile pprof = PprofFile.parse(encode(sketch.build(), PprofDialect.DATADOG));

		assertThat(pprof.total("cpu-time")).isEqualTo(1000L * Integer.MAX_VALUE);
		assertThat(pprof.total("cpu-samples")).isEqualTo(1000);
	}

	@Test
	void largestValuesAndUnusualNamesAreKept() throws IOException {
		String thread = "töricht\n\"<script>\" \uD83D\uDE00";
		Profile profile = new ProfileSketch(EnumSet.of(ProfileType.CPU))
			.add(ProfileType.CPU, 1, Long.MAX_VALUE, List.of(Label.of(LabelKey.THREAD_NAME, thread)), "größe;x y")
			.build();

		PprofFile pprof = PprofFile.parse(encode(profile, PprofDialect.STANDARD));

		assertThat(pprof.total("cpu")).isEqualTo(Long.MAX_VALUE);
		assertThat(pprof.labelValues("thread_name")).containsExactly(thread);
		assertThat(pprof.functionNames()).containsExactly("größe;x y");
	}

	@Test
	void brokenTextIsMadeValid() throws IOException {
		Profile profile = new ProfileSketch(EnumSet.of(ProfileType.CPU))
			.add(ProfileType.CPU, 1, 1, List.of(Label.of(LabelKey.THREAD_NAME, "half \uD83D")), "main")
			.build();

		assertThat(PprofFile.parse(encode(profile, PprofDialect.STANDARD)).labelValues("thread_name"))
			.containsExactly("half ?");
	}

	@Test
	void targetStaysOpen() throws IOException {
		boolean[] closed = new boolean[1];
		OutputStream target = new FilterOutputStream(new ByteArrayOutputStream()) {

			@Override
			public void close() {
				closed[0] = true;
			}

		};

		new PprofEncoder(PprofDialect.STANDARD, "orders").encode(shop(), target);

		assertThat(closed[0]).isFalse();
	}

	private static Profile ofARequest() {
		Label thread = Label.of(LabelKey.THREAD_NAME, "http-1");
		return new ProfileSketch(ALL)
			.add(ProfileType.CPU, 1, 10_000_000, List.of(thread, Label.of(LabelKey.ENDPOINT, "GET /orders/{id}"),
					Label.of(LabelKey.TRACE_TYPE, "web"), Label.of(LabelKey.SPAN_NAME, "charge"),
					Label.of(LabelKey.SPAN_ID, 0x8000000000000001L),
					Label.of(LabelKey.LOCAL_ROOT_SPAN_ID, 0x0123456789abcdefL),
					Label.of(LabelKey.TRACE_ID, "4bf92f3577b34da6a3ce929d0e0e4736"), Label.attribute("tenant", "acme")),
					"shop.Cart.sum")
			.add(ProfileType.CPU, 1, 10_000_000, List.of(thread, Label.of(LabelKey.TASK, "nightly")),
					"shop.Report.write")
			.build();
	}

	private static Profile shop() {
		return new ProfileSketch(SHOP)
			.add(ProfileType.CPU, 3, 30_000_000, LABELS, "shop.Cart.sum:7", "shop.Cart.show:20", "main")
			.add(ProfileType.WALL, 20, 1_000_000_000, LABELS, "shop.Cart.sum:7", "shop.Cart.show:20", "main")
			.add(ProfileType.CPU, 1, 10_000_000, "shop.Tax.of:3", "shop.Cart.show:21", "main")
			.add(ProfileType.LOCK, 1, 20_000_000, "shop.Cart.show:22", "main")
			.add(ProfileType.ALLOCATION, 1000, 64_000, LABELS, "shop.Cart.sum:9", "shop.Cart.show:20", "main")
			.build();
	}

	private static List<String> stack(int depth, PprofDialect dialect) throws IOException {
		Profile profile = new ProfileSketch(EnumSet.of(ProfileType.CPU)).add(ProfileType.CPU, 1, 10, frames("f", depth))
			.build();
		return PprofFile.parse(encode(profile, dialect)).stacks("cpu-time").get(0);
	}

	private static String[] frames(String prefix, int depth) {
		return IntStream.range(0, depth).mapToObj((i) -> prefix + i).toArray(String[]::new);
	}

	private static byte[] encode(Profile profile, PprofDialect dialect) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new PprofEncoder(dialect, "orders").encode(profile, out);
		return out.toByteArray();
	}

	private static io.ddprofiling.testsupport.pprof.Profile parse(Profile profile, PprofDialect dialect)
			throws IOException {
		return io.ddprofiling.testsupport.pprof.Profile
			.parseFrom(new GZIPInputStream(new ByteArrayInputStream(encode(profile, dialect))));
	}

}
