package io.ddprofiling.export.pyroscope;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.Intake;
import io.ddprofiling.export.Intake.Reply;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.ShopWindow;
import io.ddprofiling.export.Windows;
import io.ddprofiling.export.transport.HttpProxy;
import io.ddprofiling.export.transport.TransportSettings;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.testsupport.FakeProxy;
import io.ddprofiling.testsupport.PprofFile;
import io.ddprofiling.testsupport.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PyroscopeExporterTests {

	private static final Duration PLENTY = Duration.ofSeconds(60);

	private final Intake server = new Intake();

	private final PyroscopeSettings settings = PyroscopeSettings.OFF.url(this.server.url());

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void proxyIsUsed() {
		try (FakeProxy proxy = FakeProxy.open(this.server.url().getPort())) {
			TransportSettings network = new TransportSettings(new HttpProxy("localhost", proxy.port(), null, null),
					null);

			ExportResult result = new PyroscopeExporter(this.settings.url(URI.create("http://backend.test")), network)
				.export(ShopWindow.busy().build(), PLENTY);

			assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
			assertThat(proxy.requests()).isNotEmpty().containsOnly("POST backend.test 0");
		}
	}

	@Test
	void eachTypeIsARequestWithGrafanasNames() {
		ExportResult result = new PyroscopeExporter(this.settings).export(ShopWindow.busy().build(), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(result.detail()).isEqualTo("HTTP 2xx for cpu, wall, lock, allocation, live-heap, exception");
		assertThat(this.server.requests().stream().map(PyroscopeExporterTests::types)).containsExactly(
				"cpu/nanoseconds per 10000000 cpu/nanoseconds", "wall/nanoseconds per 50000000 wall/nanoseconds",
				"contentions/count delay/nanoseconds per 0 mutex/count",
				"alloc_in_new_tlab_objects/count alloc_in_new_tlab_bytes/bytes per 524288 space/bytes",
				"inuse_objects/count inuse_space/bytes per 524288 space/bytes",
				"exceptions/count per 997 exceptions/count");
		assertThat(result.bytes())
			.isEqualTo(this.server.requests().stream().mapToLong((request) -> request.body().length).sum());
	}

	@Test
	void valuesStacksAndTimesAreThoseOfTheWindow() {
		new PyroscopeExporter(this.settings).export(ShopWindow.busy().build(), PLENTY);

		PprofFile cpu = pprof(0);
		assertThat(cpu.total("cpu/nanoseconds")).isEqualTo(40_000_000);
		assertThat(cpu.selfOf("cpu", "shop.Cart.sum")).isEqualTo(30_000_000);
		assertThat(cpu.functionNames()).containsExactlyInAnyOrder("shop.Cart.sum", "shop.Tax.of", "main");
		assertThat(cpu.start()).isEqualTo(ShopWindow.WINDOW.start());
		assertThat(cpu.duration()).isEqualTo(Duration.ofMinutes(1));
		assertThat(pprof(2).total("delay")).isEqualTo(20_000_000);
		assertThat(pprof(3).total("alloc_in_new_tlab_bytes")).isEqualTo(64_000);
		assertThat(pprof(3).total("alloc_in_new_tlab_objects")).isEqualTo(1000);
	}

	@Test
	void requestTellsWhatTheServerAsks() {
		new PyroscopeExporter(this.settings).export(ShopWindow.busy().build(), PLENTY);

		Received request = this.server.requests().get(0);
		assertThat(request.method()).isEqualTo("POST");
		assertThat(query(request))
			.containsExactlyInAnyOrderEntriesOf(Map.of("name", "orders{env=prod,version=1.4.2,host=web-1,team=shop}",
					"from", "1767225600", "until", "1767225661", "spyName", "javaspy", "format", "pprof"));
		assertThat(request.headers()).containsEntry("content-type", "application/octet-stream")
			.containsKeys("user-agent", "content-length")
			.doesNotContainKeys("content-encoding", "authorization", "x-scope-orgid", "transfer-encoding");
		assertThat(request.body()).startsWith(0x1f, 0x8b);
	}

	@Test
	void pathOfTheUrlComesFirst() {
		PyroscopeExporter exporter = new PyroscopeExporter(
				PyroscopeSettings.OFF.url(URI.create(this.server.url() + "/grafana/")));

		exporter.export(ShopWindow.busy().build(), PLENTY);

		assertThat(exporter.target()).isEqualTo(this.server.url() + "/grafana/ingest");
		assertThat(this.server.requests().get(0).path()).startsWith("/grafana/ingest?name=");
	}

	@Test
	void labelsWithManyValuesAreLeftOut() {
		ProfileWindow window = new ShopWindow()
			.add(ProfileType.CPU, 1, 10, labels("http-1", 1, Label.attribute("customer-tier", "gold")), "main")
			.add(ProfileType.CPU, 2, 20, labels("http-2", 1, Label.attribute("customer-tier", "gold")), "main")
			.add(ProfileType.CPU, 4, 40, labels("http-2", 2, Label.attribute("customer-tier", "gold")), "main")
			.build();

		new PyroscopeExporter(this.settings).export(window, PLENTY);

		assertThat(pprof(0).proto().getSampleList()).extracting((sample) -> sample.getValue(0))
			.containsExactly(30L, 40L);
		assertThat(pprof(0).labelValues("endpoint")).containsExactly("GET /orders/{id}");
		assertThat(pprof(0).labelValues("profile_id")).containsExactly("0000000000000001", "0000000000000002");
		assertThat(pprof(0).labelValues("customer_tier")).containsExactly("gold");
		assertThat(pprof(0).proto().getStringTableList()).doesNotContain("http-1", "http-2", "thread_name",
				ShopWindow.TRACE_ID);
	}

	@Test
	void sampleHasNoLabelOfTheSeriesNorOneTwice() {
		ProfileWindow window = new ShopWindow().add(
				ProfileType.CPU, 1, 10, List.of(Label.attribute("env", "other"), Label.attribute("a-b", "1"),
						Label.attribute("a.b", "2"), Label.attribute("---", "3"), Label.attribute("service_name", "4")),
				"main")
			.build();

		new PyroscopeExporter(this.settings).export(window, PLENTY);

		assertThat(pprof(0).proto().getSample(0).getLabelList()).hasSize(1);
		assertThat(pprof(0).labelValues("a_b")).containsExactly("1");
	}

	@Test
	void moreSamplesThanTheServerTakesLoseTheirIdentifiersFirst() {
		ShopWindow window = new ShopWindow();
		for (int i = 0; i <= IngestRequest.MAX_SAMPLES; i++) {
			window.add(ProfileType.CPU, 1, 10, labels("http-1", i + 1), "main");
		}

		ExportResult result = new PyroscopeExporter(this.settings).export(window.build(), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(pprof(0).proto().getSampleCount()).isEqualTo(1);
		assertThat(pprof(0).total("cpu")).isEqualTo((IngestRequest.MAX_SAMPLES + 1) * 10);
		assertThat(pprof(0).hasLabel("profile_id")).isFalse();
	}

	@Test
	void moreStacksThanTheServerTakesKeepTheirSum() {
		ShopWindow window = new ShopWindow();
		for (int i = 0; i < 20_000; i++) {
			window.add(ProfileType.CPU, 1, 10 + i, List.of(), "method" + i, "main");
		}

		new PyroscopeExporter(this.settings).export(window.build(), PLENTY);

		assertThat(pprof(0).proto().getSampleCount()).isEqualTo(IngestRequest.MAX_SAMPLES);
		assertThat(pprof(0).total("cpu")).isEqualTo(20_000L * 10 + 20_000L * 19_999 / 2);
		assertThat(pprof(0).functionNames()).contains("<4001 samples omitted>", "method19999")
			.doesNotContain("method4000");
	}

	@Test
	void profileIsNotLargerThanTheServerTakes() {
		ShopWindow window = new ShopWindow();
		Random random = new Random(42);
		for (int i = 0; i < 3500; i++) {
			String[] stack = new String[100];
			for (int j = 0; j < stack.length; j++) {
				stack[j] = "com.example.some.module.Class" + random.nextInt(20_000) + ".method:" + random.nextInt(500);
			}
			window.add(ProfileType.CPU, 1, 10, List.of(), stack);
		}

		new PyroscopeExporter(this.settings).export(window.build(), PLENTY);

		assertThat(pprof(0).proto().getSerializedSize()).isBetween(IngestRequest.MAX_BYTES / 3,
				IngestRequest.MAX_BYTES);
		assertThat(pprof(0).total("cpu")).isEqualTo(35_000);
		assertThat(pprof(0).functionNames()).anyMatch((name) -> name.endsWith(" samples omitted>"));
	}

	@Test
	void emptyWindowIsNotSent() {
		ExportResult result = new PyroscopeExporter(this.settings).export(Windows.empty(), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.EMPTY);
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void tenantIsNamed() {
		new PyroscopeExporter(this.settings.tenantId("team-a")).export(Windows.of(0), PLENTY);

		assertThat(header("x-scope-orgid")).isEqualTo("team-a");
	}

	@Test
	void userAndPasswordAreSent() {
		new PyroscopeExporter(this.settings.user("12345").password("gl\u00e9c:x").authToken("other"))
			.export(Windows.of(0), PLENTY);

		assertThat(header("authorization")).isEqualTo(
				"Basic " + Base64.getEncoder().encodeToString("12345:gl\u00e9c:x".getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void userInformationOfTheUrlIsSent() {
		URI url = URI.create(this.server.url().toString().replace("//", "//me:p%40ss+w@"));

		new PyroscopeExporter(PyroscopeSettings.OFF.url(url)).export(Windows.of(0), PLENTY);

		assertThat(header("authorization"))
			.isEqualTo("Basic " + Base64.getEncoder().encodeToString("me:p@ss+w".getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void tokenIsSent() {
		new PyroscopeExporter(this.settings.authToken("glc_abc")).export(Windows.of(0), PLENTY);

		assertThat(header("authorization")).isEqualTo("Bearer glc_abc");
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 429, 500, 502, 503 })
	void troubleThatMayPassIsFailed(int status) {
		this.server.answer((request) -> Reply.of(status, "s3cret"));

		ExportResult result = new PyroscopeExporter(this.settings).export(ShopWindow.busy().build(), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).isEqualTo("cpu: HTTP " + status + ", it is tried again");
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "401, check dd.profiling.pyroscope.user", "403, check dd.profiling.pyroscope.user",
			"404, check dd.profiling.pyroscope.url" })
	void refusalOfAllIsRejectedAtOnceWithARemedy(int status, String remedy) {
		this.server.answer((request) -> Reply.of(status));

		ExportResult result = new PyroscopeExporter(this.settings).export(ShopWindow.busy().build(), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
		assertThat(result.detail()).startsWith("cpu: HTTP " + status).contains(remedy);
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "400, why not", "413, shorten dd.profiling.upload.period", "422, why not", "302, HTTP 302" })
	void refusalOfOneTypeLeavesTheOthers(int status, String told) {
		this.server
			.answer((request) -> types(request).startsWith("wall") ? Reply.of(status, "why\nnot") : Reply.of(200));

		ExportResult result = new PyroscopeExporter(this.settings).export(ShopWindow.busy().build(), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
		assertThat(result.detail()).startsWith("wall: HTTP " + status)
			.contains(told)
			.endsWith("; accepted are cpu, lock, allocation, live-heap, exception");
		assertThat(this.server.requests()).hasSize(6);
	}

	@Test
	void whatWasAcceptedIsNotSentAgain() {
		PyroscopeExporter exporter = new PyroscopeExporter(this.settings);
		this.server.answer((request) -> Reply.of(types(request).startsWith("contentions") ? 503 : 200));

		ExportResult first = exporter.export(ShopWindow.busy().build(), PLENTY);
		this.server.answer((request) -> Reply.of(200));
		ExportResult second = exporter.export(ShopWindow.busy().build(), PLENTY);

		assertThat(first.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(first.detail()).startsWith("lock: HTTP 503").endsWith("; accepted are cpu, wall");
		assertThat(second.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(this.server.requests().stream().map((request) -> types(request).replaceFirst("[/ ].*", "")))
			.containsExactly("cpu", "wall", "contentions", "contentions", "alloc_in_new_tlab_objects", "inuse_objects",
					"exceptions");
		assertThat(second.bytes())
			.isEqualTo(this.server.requests().stream().skip(3).mapToLong((request) -> request.body().length).sum());
	}

	@Test
	void otherWindowsAreSentWhole() {
		PyroscopeExporter exporter = new PyroscopeExporter(this.settings);
		this.server.answer((request) -> Reply.of(types(request).startsWith("wall") ? 503 : 200));
		exporter.export(ShopWindow.busy().build(), PLENTY);
		this.server.answer((request) -> Reply.of(200));

		exporter.export(Windows.of(0), PLENTY);
		exporter.export(ShopWindow.busy().build(), PLENTY);
		exporter.export(ShopWindow.busy().build(), PLENTY);

		// cpu and wall, another window's cpu, five that were left, six that are new again
		assertThat(this.server.requests()).hasSize(2 + 1 + 5 + 6);
	}

	@Test
	void allTypesTogetherHaveOneDeadline() {
		CountDownLatch hanging = new CountDownLatch(1);
		this.server.answer((request) -> {
			await(hanging);
			return Reply.of(200);
		});

		ExportResult result = new PyroscopeExporter(this.settings).export(ShopWindow.busy().build(),
				Duration.ofMillis(300));
		hanging.countDown();

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).contains("cpu: ", "No answer within");
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void noTimeIsFailedWithoutARequest() {
		ExportResult result = new PyroscopeExporter(this.settings).export(Windows.of(0), Duration.ZERO);

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void absentServerIsFailedAndNothingSecretIsTold() {
		URI url = URI.create(this.server.url().toString().replace("//", "//me:s3cret@"));
		this.server.close();
		PyroscopeExporter exporter = new PyroscopeExporter(PyroscopeSettings.OFF.url(url).authToken("s3cret-token"));

		ExportResult result = exporter.export(Windows.of(0), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).contains("check that the server runs");
		assertThat(exporter.target() + result.detail() + exporter.idleReason()).doesNotContain("s3cret", "me:");
	}

	@Test
	void secretsTheServerRepeatsAreMasked() {
		PyroscopeSettings secret = this.settings.user("me").password("s3cret").authToken("t0ken");
		this.server.answer((request) -> Reply.of(400, "bad s3cret " + request.headers().get("authorization")));

		ExportResult result = new PyroscopeExporter(secret).export(Windows.of(0), PLENTY);

		assertThat(result.detail()).isEqualTo("cpu: HTTP 400: bad *** Basic ***");
		assertThat(secret.toString()).doesNotContain("s3cret", "t0ken");
	}

	private static List<Label> labels(String thread, long rootSpan, Label... more) {
		List<Label> labels = new ArrayList<>(List.of(Label.of(LabelKey.THREAD_NAME, thread),
				Label.of(LabelKey.ENDPOINT, "GET /orders/{id}"), Label.of(LabelKey.SPAN_ID, 7),
				Label.of(LabelKey.LOCAL_ROOT_SPAN_ID, rootSpan), Label.of(LabelKey.TRACE_ID, ShopWindow.TRACE_ID)));
		labels.addAll(List.of(more));
		return labels;
	}

	private static String types(Received request) {
		PprofFile pprof = PprofFile.parse(request.body());
		List<String> strings = pprof.proto().getStringTableList();
		return String.join(" ", pprof.sampleTypes()) + " per " + pprof.proto().getPeriod() + " "
				+ strings.get((int) pprof.proto().getPeriodType().getType()) + "/"
				+ strings.get((int) pprof.proto().getPeriodType().getUnit());
	}

	private static Map<String, String> query(Received request) {
		return Arrays.stream(request.path().substring(request.path().indexOf('?') + 1).split("&"))
			.map((pair) -> pair.split("=", 2))
			.collect(Collectors.toMap((pair) -> pair[0], (pair) -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private PprofFile pprof(int request) {
		return PprofFile.parse(this.server.requests().get(request).body());
	}

	private String header(String name) {
		return this.server.requests().get(0).headers().get(name);
	}

}
