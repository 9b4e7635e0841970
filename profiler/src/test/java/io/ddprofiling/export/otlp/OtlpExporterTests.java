package io.ddprofiling.export.otlp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;

import io.ddprofiling.encode.OtlpRequestReader;
import io.ddprofiling.export.ExportResult;
import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.Intake;
import io.ddprofiling.export.Intake.Reply;
import io.ddprofiling.export.ShopWindow;
import io.ddprofiling.export.Windows;
import io.ddprofiling.export.transport.HttpProxy;
import io.ddprofiling.export.transport.TransportSettings;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.testsupport.FakeProxy;
import io.ddprofiling.testsupport.Received;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesPartialSuccess;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceResponse;
import io.opentelemetry.proto.profiles.v1development.Profile;
import io.opentelemetry.proto.profiles.v1development.Sample;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OtlpExporterTests {

	private static final Duration PLENTY = Duration.ofSeconds(10);

	private final Intake receiver = new Intake();

	private final OtlpSettings settings = OtlpSettings.OFF.url(this.receiver.url());

	@AfterEach
	void close() {
		this.receiver.close();
	}

	@Test
	void proxyIsUsed() {
		try (FakeProxy proxy = FakeProxy.open(this.receiver.url().getPort())) {
			TransportSettings network = new TransportSettings(new HttpProxy("localhost", proxy.port(), null, null),
					null);

			ExportResult result = new OtlpExporter(this.settings.url(URI.create("http://backend.test")), network)
				.export(ShopWindow.busy().build(), PLENTY);

			assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
			assertThat(proxy.requests()).isNotEmpty().containsOnly("POST backend.test 0");
		}
	}

	@Test
	void windowIsOneRequestOfAllTypes() throws IOException {
		ExportResult result = new OtlpExporter(this.settings).export(ShopWindow.busy().build(), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(result.detail()).isEqualTo("HTTP 200");
		assertThat(this.receiver.requests()).hasSize(1);
		Received request = this.receiver.requests().get(0);
		assertThat(result.bytes()).isEqualTo(request.body().length);
		assertThat(request.method() + " " + request.path()).isEqualTo("POST /v1development/profiles");
		assertThat(request.headers()).containsEntry("content-type", "application/x-protobuf")
			.containsEntry("content-encoding", "gzip")
			.containsKeys("content-length", "user-agent")
			.doesNotContainKeys("authorization", "transfer-encoding");
	}

	@Test
	void valuesAndTimesAreThoseOfTheWindow() throws IOException {
		new OtlpExporter(this.settings).export(ShopWindow.busy().build(), PLENTY);

		OtlpRequestReader read = read();
		assertThat(read.total("cpu")).isEqualTo(40_000_000);
		assertThat(read.self("cpu")).isEqualTo(Map.of("shop.Cart.sum", 30_000_000L, "shop.Tax.of", 10_000_000L));
		assertThat(read.total("wall")).isEqualTo(1_000_000_000);
		assertThat(read.total("delay")).isEqualTo(20_000_000);
		assertThat(read.total("alloc_space")).isEqualTo(64_000);
		assertThat(read.total("inuse_space")).isEqualTo(2048);
		assertThat(read.total("exceptions")).isEqualTo(5);
		assertThat(read.profile("cpu").getTimeUnixNano())
			.isEqualTo(ShopWindow.WINDOW.start().getEpochSecond() * 1_000_000_000 + 250_000_000);
		assertThat(read.profile("cpu").getDurationNano()).isEqualTo(60_000_000_000L);
		assertThat(read.resource()).containsEntry("service.name", "orders").containsEntry("process.pid", 4242L);
		assertThat(read.scope().getScope().getName()).isEqualTo("ddprofiling");
	}

	@Test
	void sampleOfATracedRequestIsLinkedToItsSpan() throws IOException {
		new OtlpExporter(this.settings).export(ShopWindow.busy().build(), PLENTY);

		OtlpRequestReader read = read();
		Sample sample = read.profile("cpu").getSamples(0);
		assertThat(read.link(sample)).isEqualTo(ShopWindow.TRACE_ID + "/00f067aa0ba902b7");
		assertThat(read.attributes(sample)).containsEntry("endpoint", "GET /orders/{id}");
		assertThat(read.profile("cpu").getSamples(1).getLinkIndex()).isZero();
	}

	@Test
	void pathAndHeadersCanBeChanged() {
		OtlpSettings changed = OtlpSettings.OFF.url(URI.create(this.receiver.url() + "/otlp/"))
			.path("/v1/profiles")
			.headers("Authorization=Basic%20abc, X-Scope-OrgID=team=a");
		OtlpExporter exporter = new OtlpExporter(changed);

		exporter.export(Windows.of(0), PLENTY);

		assertThat(exporter.target()).isEqualTo(this.receiver.url() + "/otlp/v1/profiles");
		assertThat(this.receiver.requests().get(0).path()).isEqualTo("/otlp/v1/profiles");
		assertThat(this.receiver.requests().get(0).headers()).containsEntry("authorization", "Basic abc")
			.containsEntry("x-scope-orgid", "team=a");
	}

	@Test
	void emptyWindowIsNotSent() {
		ExportResult result = new OtlpExporter(this.settings).export(Windows.empty(), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.EMPTY);
		assertThat(this.receiver.requests()).isEmpty();
	}

	@Test
	void partialSuccessIsRejectedAndTold() {
		answer(3, "sample type\nunknown");

		ExportResult result = new OtlpExporter(this.settings).export(ShopWindow.busy().build(), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
		assertThat(result.detail()).isEqualTo("HTTP 200, but 3 of 9 profiles are rejected: sample type unknown");
	}

	@Test
	void adviceOfTheReceiverIsTold() {
		answer(0, "\u00fcse " + "longer periods ".repeat(10));

		ExportResult result = new OtlpExporter(this.settings).export(ShopWindow.busy().build(), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(result.detail()).startsWith("HTTP 200: \u00fcse longer periods");
	}

	@Test
	void windowThatIsTooLargeIsSplitWithoutLosingAValue() throws IOException {
		ShopWindow large = ShopWindow.busy();
		for (int i = 0; i < 300; i++) {
			large.add(ProfileType.CPU, 1, 10_000_000, ShopWindow.thread("main"), "shop.Generated.method" + i, "main");
		}
		new OtlpExporter(this.settings).export(large.build(), PLENTY);
		OtlpRequestReader whole = read(0);

		ExportResult result = limited(2000).export(large.build(), PLENTY);

		List<OtlpRequestReader> parts = new ArrayList<>();
		for (int i = 1; i < this.receiver.requests().size(); i++) {
			parts.add(read(i));
		}
		assertThat(result.outcome()).isEqualTo(Outcome.DELIVERED);
		assertThat(result.detail()).isEqualTo("HTTP 200; split into " + parts.size() + " requests");
		assertThat(parts).hasSizeGreaterThan(7)
			.allSatisfy((part) -> assertThat(part.message().getSerializedSize()).isLessThanOrEqualTo(2000));
		assertThat(parts.stream().flatMap((part) -> part.types().stream())).containsAll(whole.types());
		Map<String, Long> self = new TreeMap<>();
		parts.stream()
			.filter((part) -> part.types().get(0).startsWith("cpu/"))
			.forEach((part) -> part.self("cpu").forEach((name, value) -> self.merge(name, value, Long::sum)));
		assertThat(self).hasSize(302).isEqualTo(whole.self("cpu"));
		assertThat(parts.stream().flatMap((part) -> part.scope().getProfilesList().stream()).map(Profile::getProfileId))
			.doesNotHaveDuplicates();
	}

	@Test
	void partsThatWereTakenAreNotSentAgain() throws IOException {
		OtlpExporter exporter = limited(1000);
		this.receiver.answer((request) -> Reply.of((this.receiver.requests().size() == 3) ? 503 : 200));

		ExportResult failed = exporter.export(ShopWindow.busy().build(), PLENTY);
		ExportResult delivered = exporter.export(ShopWindow.busy().build(), PLENTY);

		assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(delivered.outcome()).isEqualTo(Outcome.DELIVERED);
		List<String> types = new ArrayList<>();
		for (int i = 0; i < this.receiver.requests().size(); i++) {
			types.addAll(read(i).types());
		}
		assertThat(types).startsWith("cpu/nanoseconds per 10000000 cpu/nanoseconds")
			.containsOnlyOnce("cpu/nanoseconds per 10000000 cpu/nanoseconds",
					"wall/nanoseconds per 50000000 wall/nanoseconds");
		assertThat(this.receiver.requests().get(2).body()).isEqualTo(this.receiver.requests().get(3).body());
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 429, 500, 502, 503, 504 })
	void troubleThatMayPassIsFailed(int status) {
		this.receiver.answer((request) -> Reply.of(status));

		ExportResult result = new OtlpExporter(this.settings).export(Windows.of(0), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).isEqualTo("HTTP " + status + ", it is tried again");
	}

	@ParameterizedTest
	@CsvSource({ "400, version of the protocol", "401, check dd.profiling.otlp.headers",
			"403, check dd.profiling.otlp.headers", "404, check dd.profiling.otlp.path",
			"413, shorten dd.profiling.upload.period", "415, check dd.profiling.otlp.url", "302, HTTP 302" })
	void refusalIsRejectedWithARemedy(int status, String remedy) {
		this.receiver.answer((request) -> Reply.of(status));

		ExportResult result = new OtlpExporter(this.settings).export(Windows.of(0), PLENTY);

		assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
		assertThat(result.detail()).startsWith("HTTP " + status).contains(remedy);
	}

	@Test
	void hangingReceiverIsFailed() {
		CountDownLatch hanging = new CountDownLatch(1);
		this.receiver.answer((request) -> {
			try {
				hanging.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return Reply.of(200);
		});

		ExportResult result = new OtlpExporter(this.settings).export(Windows.of(0), Duration.ofMillis(200));
		hanging.countDown();

		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.detail()).contains("No answer within 200 ms");
	}

	@Test
	void nothingSecretIsTold() {
		OtlpSettings secret = OtlpSettings.OFF
			.url(URI.create(this.receiver.url().toString().replace("//", "//me:s3cret@")))
			.headers("Authorization=Bearer%20s3cret,api-key=s3cret");
		OtlpExporter exporter = new OtlpExporter(secret);
		answer(1, "who is Bearer s3cret, or s3cret?");

		ExportResult told = exporter.export(Windows.of(0), PLENTY);
		this.receiver.close();
		ExportResult failed = exporter.export(Windows.of(0), PLENTY);

		assertThat(told.detail()).endsWith(": who is ***, or ***?");
		assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(exporter.target() + told + failed + secret).doesNotContain("s3cret");
	}

	private void answer(long rejected, String message) {
		ExportProfilesServiceResponse response = ExportProfilesServiceResponse.newBuilder()
			.setPartialSuccess(
					ExportProfilesPartialSuccess.newBuilder().setRejectedProfiles(rejected).setErrorMessage(message))
			.build();
		this.receiver.answer((request) -> new Reply(200, response.toByteArray(), "application/x-protobuf"));
	}

	private OtlpExporter limited(int bytes) {
		return new OtlpExporter(this.settings, TransportSettings.DEFAULT, bytes);
	}

	private OtlpRequestReader read() throws IOException {
		return read(0);
	}

	private OtlpRequestReader read(int request) throws IOException {
		byte[] body = this.receiver.requests().get(request).body();
		return OtlpRequestReader.parse(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes());
	}

}
