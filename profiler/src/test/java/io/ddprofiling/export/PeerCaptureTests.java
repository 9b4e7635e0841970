package io.ddprofiling.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import io.ddprofiling.encode.OtlpRequestReader;
import io.ddprofiling.export.otlp.OtlpExporter;
import io.ddprofiling.export.otlp.OtlpSettings;
import io.ddprofiling.export.pyroscope.PyroscopeExporter;
import io.ddprofiling.export.pyroscope.PyroscopeSettings;
import io.ddprofiling.testsupport.Received;
import io.opentelemetry.proto.profiles.v1development.Profile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our requests beside those that Grafana's Java agent 2.9.2 has made, field by field.
 * What differs is listed, with the reason.
 */
class PeerCaptureTests {

	private final Intake intake = new Intake();

	@AfterEach
	void close() {
		this.intake.close();
	}

	@Test
	void ingestRequestDiffersFromGrafanasInTheseParametersOnly() throws IOException {
		Map<String, String> theirs = query(requestLine("ingest"));
		Map<String, String> ours = query(pyroscope().path());

		assertThat(pyroscope().path()).startsWith("/ingest?");
		assertThat(requestLine("ingest")).startsWith("POST /ingest?");
		assertThat(differences(theirs, ours)).containsExactlyInAnyOrderEntriesOf(Map.of(
				// another application with other labels, see below
				"name", "changed",
				// other windows
				"from", "changed", "until", "changed",
				// the agent uploads its recording, we the profiles read from ours: those
				// are
				// scaled to what samples stand for, and belong to one type each
				"format", "changed",
				// what the server needs to know of a recording; pprof tells units and
				// periods
				// itself
				"units", "theirs", "aggregationType", "theirs", "sampleRate", "theirs"));
		assertThat(theirs).containsEntry("format", "jfr");
		assertThat(ours).containsEntry("format", "pprof").containsEntry("spyName", theirs.get("spyName"));
		assertThat(ours.get("from") + ours.get("until")).matches("\\d{20}");
		assertThat(theirs.get("from") + theirs.get("until")).matches("\\d{20}");
	}

	@Test
	void labelsOfTheSeriesAreThoseOfOurUsers() throws IOException {
		assertThat(differences(
				labels(query(requestLine("ingest")).get("name")), labels(query(pyroscope().path()).get("name"))))
			.containsExactlyInAnyOrderEntriesOf(Map.of(
					// who made the profile is in the User-Agent; as labels these would
					// make a
					// new series with every update of the library or the JVM
					"otel.scope.name", "theirs", "otel.scope.version", "theirs", "process.runtime.name", "theirs",
					"process.runtime.version", "theirs",
					// what our users have set; names have no dots, for older servers
					"env", "ours", "version", "ours", "host", "ours", "team", "ours"));
	}

	@Test
	void headersOfTheIngestRequestDifferInTheseOnly() throws IOException {
		assertThat(differences(headers("ingest"), pyroscope().headers())).containsExactlyInAnyOrderEntriesOf(Map.of(
				// the agent sends a form with a part for the recording; with format=pprof
				// the
				// body is the profile
				"content-type", "changed",
				// our body is complete before the connection is opened
				"transfer-encoding", "theirs", "content-length", "ours",
				// and the connection is closed after the answer, of which we read the
				// beginning
				"connection", "changed", "accept-encoding", "theirs",
				// another client, and another server
				"user-agent", "changed", "host", "changed"));
	}

	@Test
	void headersOfTheOtlpRequestDifferInTheseOnly() throws IOException {
		Received ours = otlp();

		assertThat(requestLine("otlp")).isEqualTo(ours.method() + " " + ours.path());
		assertThat(differences(headers("otlp"), ours.headers()))
			.containsExactlyInAnyOrderEntriesOf(Map.of("transfer-encoding", "theirs", "content-length", "ours",
					"connection", "changed", "accept-encoding", "theirs", "user-agent", "changed", "host", "changed"));
	}

	@Test
	void otlpRequestHasTheStructureOfGrafanas() throws IOException {
		OtlpRequestReader theirs = OtlpRequestReader.parse(decompressed(resource("pyroscope-agent-2.9.2-otlp.bin")));
		OtlpRequestReader ours = OtlpRequestReader.parse(decompressed(otlp().body()));

		// the reader has held both to the same rules: tables with nothing at 0, one value
		// and
		// no times in a sample, each sample once
		for (OtlpRequestReader request : List.of(theirs, ours)) {
			assertThat(request.message().getResourceProfilesCount()).isEqualTo(1);
			assertThat(request.message().getResourceProfiles(0).getScopeProfilesCount()).isEqualTo(1);
			assertThat(request.dictionary().getMappingTableCount()).isEqualTo(1);
			assertThat(request.stack(request.scope().getProfiles(0).getSamples(0))).isNotEmpty();
			Profile first = request.scope().getProfiles(0);
			assertThat(first.getPeriodType()).isEqualTo(first.getSampleType());
			assertThat(first.getPeriod()).isEqualTo(10_000_000);
			assertThat(first.getSamplesList()).allMatch((sample) -> sample.getValues(0) % 10_000_000 == 0);
			assertThat(first.getTimeUnixNano()).isPositive();
			assertThat(first.getDurationNano()).isPositive();
		}
	}

	@Test
	void otlpRequestDiffersFromGrafanasInThese() throws IOException {
		OtlpRequestReader theirs = OtlpRequestReader.parse(decompressed(resource("pyroscope-agent-2.9.2-otlp.bin")));
		OtlpRequestReader ours = OtlpRequestReader.parse(decompressed(otlp().body()));

		// the agent names the timer of the engine and an abbreviated unit; ours are the
		// names
		// in the protocol's own example
		assertThat(theirs.types()).containsExactly("itimer/ns per 10000000 itimer/ns");
		assertThat(ours.types()).contains("cpu/nanoseconds per 10000000 cpu/nanoseconds");
		// it does not say what was profiled, so that it lands under an unknown service
		assertThat(theirs.resource()).isEmpty();
		assertThat(ours.resource()).containsEntry("service.name", "orders");
		assertThat(theirs.scope().getScope().getName()).isEmpty();
		assertThat(ours.scope().getScope().getName()).isEqualTo("ddprofiling");
		// it has no lines, files, threads, requests or spans
		assertThat(theirs.dictionary().getLocationTableList())
			.allMatch((location) -> location.getLinesList().stream().allMatch((line) -> line.getLine() == 0));
		assertThat(theirs.dictionary().getAttributeTableCount()).isEqualTo(1);
		assertThat(theirs.dictionary().getLinkTableCount()).isEqualTo(1);
		assertThat(ours.dictionary().getAttributeTableCount()).isGreaterThan(1);
		assertThat(ours.dictionary().getLinkTableCount()).isEqualTo(2);
		// class names with slashes; ours are those of the source
		assertThat(theirs.dictionary().getStringTableList()).contains("java/lang/ClassLoader.loadClass");
		assertThat(ours.dictionary().getStringTableList()).contains("java.lang.Thread.sleep");
		// nothing by which a receiver could tell that it has got the same twice
		assertThat(theirs.scope().getProfiles(0).getProfileId().isEmpty()).isTrue();
		assertThat(ours.scope().getProfiles(0).getProfileId().size()).isEqualTo(16);
	}

	private Received pyroscope() {
		new PyroscopeExporter(PyroscopeSettings.OFF.url(this.intake.url())).export(ShopWindow.busy().build(),
				Duration.ofSeconds(10));
		return this.intake.requests().get(0);
	}

	private Received otlp() {
		new OtlpExporter(OtlpSettings.OFF.url(this.intake.url())).export(ShopWindow.busy().build(),
				Duration.ofSeconds(10));
		return this.intake.requests().get(0);
	}

	private static Map<String, String> differences(Map<String, String> theirs, Map<String, String> ours) {
		Map<String, String> differences = new TreeMap<>();
		theirs.keySet()
			.stream()
			.filter((key) -> !ours.containsKey(key))
			.forEach((key) -> differences.put(key, "theirs"));
		ours.keySet().stream().filter((key) -> !theirs.containsKey(key)).forEach((key) -> differences.put(key, "ours"));
		ours.forEach((key, value) -> {
			if (theirs.containsKey(key) && !theirs.get(key).equals(value)) {
				differences.put(key, "changed");
			}
		});
		return differences;
	}

	private static Map<String, String> query(String line) {
		String query = line.substring(line.indexOf('?') + 1);
		return pairs(query, "&");
	}

	private static Map<String, String> labels(String name) {
		return pairs(name.substring(name.indexOf('{') + 1, name.length() - 1), ",");
	}

	private static Map<String, String> pairs(String text, String separator) {
		Map<String, String> pairs = new LinkedHashMap<>();
		for (String pair : text.split(separator)) {
			int equals = pair.indexOf('=');
			pairs.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
		}
		return pairs;
	}

	private static String requestLine(String capture) throws IOException {
		return lines(capture).get(0);
	}

	private static Map<String, String> headers(String capture) throws IOException {
		Map<String, String> headers = new TreeMap<>();
		List<String> lines = lines(capture);
		for (String line : lines.subList(1, lines.size())) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
		}
		return headers;
	}

	private static List<String> lines(String capture) throws IOException {
		return new String(resource("pyroscope-agent-2.9.2-" + capture + ".txt"), StandardCharsets.UTF_8).lines()
			.toList();
	}

	private static byte[] resource(String name) throws IOException {
		try (InputStream in = PeerCaptureTests.class.getResourceAsStream("/captures/" + name)) {
			return in.readAllBytes();
		}
	}

	private static byte[] decompressed(byte[] body) throws IOException {
		return new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
	}

}
