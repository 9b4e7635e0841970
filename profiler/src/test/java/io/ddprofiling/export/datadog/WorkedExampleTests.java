package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.datadog.UploadRoute.Way;
import io.ddprofiling.profile.ClientVersion;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.RuntimeDetails;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import io.ddprofiling.testsupport.DatadogExample;
import io.ddprofiling.testsupport.ProfileUpload;
import io.ddprofiling.testsupport.Received;
import io.ddprofiling.testsupport.pprof.Function;
import io.ddprofiling.testsupport.pprof.Line;
import io.ddprofiling.testsupport.pprof.Profile;
import io.ddprofiling.testsupport.pprof.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of an upload in the description of Datadog's format, made again from the
 * same input and put beside it field by field.
 */
class WorkedExampleTests {

	private static final String CONTAINER = "34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376";

	private static final TimeWindow MINUTE = new TimeWindow(Instant.parse("2026-01-01T00:00:00Z"),
			Instant.parse("2026-01-01T00:01:00Z"));

	private static final Set<ProfileType> TYPES = Set.of(ProfileType.CPU, ProfileType.WALL, ProfileType.ALLOCATION);

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000)
		.with(ProfileType.WALL, 50_000_000)
		.with(ProfileType.ALLOCATION, 524_288);

	@TempDir
	private Path directory;

	private final Received example = DatadogExample.request();

	private final ProfileUpload expected = ProfileUpload.parse(this.example);

	private Received request;

	private ProfileUpload upload;

	private UploadRoute route;

	@BeforeEach
	void send() throws IOException {
		this.route = UploadRoute.of(Way.TCP, this.directory);
		Files.createDirectories(this.directory.resolve("proc/self"));
		Files.writeString(this.directory.resolve("proc/self/cgroup"), "0::/docker/" + CONTAINER + "\n");
		DatadogSettings settings = this.route.settings(PayloadConvention.of(UploadFormat.PPROF));
		DatadogExporter exporter = new DatadogExporter(settings, new AgentLocator(settings),
				new EntityHeaders(this.directory, null), new UploadState(), DatadogExporter.MAX_BYTES);
		exporter.target();
		exporter.export(window(), Duration.ofSeconds(10));
		this.request = this.route.agent().uploads().get(0);
		this.upload = ProfileUpload.parse(this.request);
	}

	@AfterEach
	void close() {
		this.route.close();
	}

	@Test
	void headersAreTheSame() {
		this.example.headers().forEach((name, value) -> {
			switch (name) {
				// who sends it
				case "user-agent" ->
					assertThat(this.request.headers()).containsEntry(name, "ddprofiling/" + ClientVersion.VERSION);
				case "dd-evp-origin" -> assertThat(this.request.headers()).containsEntry(name, "ddprofiling");
				// of this transmission
				case "host", "content-type", "content-length" -> assertThat(this.request.headers()).containsKey(name);
				default -> assertThat(this.request.headers()).containsEntry(name, value);
			}
		});
		Set<String> further = new TreeSet<>(this.request.headers().keySet());
		further.removeAll(this.example.headers().keySet());
		// of the JVM, as the Java client tells it
		assertThat(further).containsExactly("connection", "datadog-meta-lang-interpreter",
				"datadog-meta-lang-interpreter-vendor");
	}

	@Test
	void eventIsTheSame() {
		JsonNode event = this.upload.event();

		for (String field : List.of("attachments", "start", "end", "family", "version", "endpoint_counts",
				"internal")) {
			assertThat(event.get(field)).as(field).isEqualTo(this.expected.event().get(field));
		}
		assertThat(this.upload.tags()).containsExactlyInAnyOrderEntriesOf(this.expected.tags());
		// the example tells nothing of the process
		assertThat(event.get("process_tags").textValue())
			.isEqualTo("entrypoint.basedir:app,entrypoint.name:orders,entrypoint.type:jar,entrypoint.workdir:app,"
					+ "svc.user:true");
		JsonNode info = event.get("info");
		assertThat(info.at("/application/service").textValue()).isEqualTo("orders");
		assertThat(info.at("/application/start_time").textValue()).isEqualTo("2025-12-31T00:00:00Z");
		assertThat(info.at("/platform/hostname").textValue()).isEqualTo("web-1");
		assertThat(info.at("/runtime/available_processors").intValue()).isEqualTo(2);
		assertThat(info.at("/profiler/activation").textValue()).isEqualTo("manual");
		assertThat(info.at("/profiler/settings/cpu").textValue()).isEqualTo("10ms");
	}

	@Test
	void profileIsTheSame() {
		Profile profile = this.upload.pprof().proto();
		Profile model = this.expected.pprof().proto();

		assertThat(profile.getTimeNanos()).isEqualTo(model.getTimeNanos());
		assertThat(profile.getDurationNanos()).isEqualTo(model.getDurationNanos());
		assertThat(profile.getPeriod()).isEqualTo(model.getPeriod());
		assertThat(text(profile, profile.getPeriodType().getType())).isEqualTo("cpu-time");
		assertThat(text(profile, profile.getPeriodType().getUnit())).isEqualTo("nanoseconds");
		assertThat(text(profile, profile.getMapping(0).getFilename())).isEqualTo("orders");
		// the example has no count of wall-clock samples
		List<String> types = new ArrayList<>(this.upload.pprof().sampleTypes());
		assertThat(types.remove("wall-samples/count")).isTrue();
		assertThat(types).containsExactlyInAnyOrderElementsOf(this.expected.pprof().sampleTypes());
		assertThat(samples(profile)).isEqualTo(samples(model));
	}

	private static ProfileWindow window() {
		ProfileBuilder builder = new ProfileBuilder(TYPES, RATES);
		int compute = builder.frame(builder.function("com.example.Pricing.compute", "com/example/Pricing.java"), 42);
		int get = builder.frame(builder.function("com.example.OrderController.get", "com/example/OrderController.java"),
				87);
		int render = builder.frame(builder.function("com.example.Pricing.render", "com/example/Pricing.java"), 51);
		builder.add(builder.stack(new int[] { compute, get }, 2),
				builder.labels(List.of(Label.of(LabelKey.THREAD_ID, 31), Label.of(LabelKey.THREAD_NATIVE_ID, 4242),
						Label.of(LabelKey.THREAD_NAME, "http-nio-8080-exec-1"),
						Label.of(LabelKey.SPAN_ID, 1311768467463790320L),
						Label.of(LabelKey.LOCAL_ROOT_SPAN_ID, 81985529216486895L),
						Label.of(LabelKey.ENDPOINT, "GET /orders/{id}"))),
				ProfileType.CPU, 1, 10_000_000);
		builder.add(builder.stack(new int[] { render, get }, 2),
				builder.labels(List.of(Label.of(LabelKey.THREAD_ID, 31),
						Label.of(LabelKey.THREAD_NAME, "http-nio-8080-exec-1"),
						Label.of(LabelKey.CLASS_NAME, "byte[]"))),
				ProfileType.ALLOCATION, 2, 1_048_576);
		builder.requests(new Endpoint("GET /orders/{id}", true), 118);
		builder.requests(new Endpoint("POST /orders", true), 7);
		Identity identity = new Identity("orders", "prod", "1.4.2", "web-1", "6f1c0d3a-6f5e-4f0b-9a53-0f2f4f3f7c11",
				4242, Map.of(), new RuntimeDetails("0.1.0", "17.0.15", "", "", "vm", "vendor", "Linux", "6.8.0", 2,
						Instant.parse("2025-12-31T00:00:00Z"), "orders.jar", "/app", Map.of()));
		return new ProfileWindow(identity, List.of(new Chunk(1, Path.of("none"), 0, 1, MINUTE, RATES)),
				builder.build(MINUTE));
	}

	// everything of a sample but the time it ended at, as samples are added up here
	private static Set<String> samples(Profile profile) {
		Set<String> samples = new TreeSet<>();
		for (Sample sample : profile.getSampleList()) {
			Map<String, Object> fields = new TreeMap<>();
			for (int column = 0; column < sample.getValueCount(); column++) {
				if (sample.getValue(column) != 0) {
					fields.put(text(profile, profile.getSampleType(column).getType()), sample.getValue(column));
				}
			}
			for (io.ddprofiling.testsupport.pprof.Label label : sample.getLabelList()) {
				fields.put(text(profile, label.getKey()),
						(label.getStr() != 0) ? text(profile, label.getStr()) : label.getNum());
			}
			fields.remove("end_timestamp_ns");
			fields.put("stack", sample.getLocationIdList().stream().map((id) -> frame(profile, id)).toList());
			samples.add(fields.toString());
		}
		return samples;
	}

	private static String frame(Profile profile, long id) {
		Line line = profile.getLocationList()
			.stream()
			.filter((location) -> location.getId() == id)
			.findFirst()
			.orElseThrow()
			.getLine(0);
		Function function = profile.getFunctionList()
			.stream()
			.filter((candidate) -> candidate.getId() == line.getFunctionId())
			.findFirst()
			.orElseThrow();
		return text(profile, function.getName()) + " " + text(profile, function.getFilename()) + ":" + line.getLine();
	}

	private static String text(Profile profile, long index) {
		return profile.getStringTable((int) index);
	}

}
