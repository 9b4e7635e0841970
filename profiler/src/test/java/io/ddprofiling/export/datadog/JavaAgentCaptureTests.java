package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.Windows;
import io.ddprofiling.export.datadog.UploadRoute.Way;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.RuntimeDetails;
import io.ddprofiling.testsupport.MultipartParser;
import io.ddprofiling.testsupport.MultipartParser.Part;
import io.ddprofiling.testsupport.ProfileUpload;
import io.ddprofiling.testsupport.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Our upload of a recording beside one that {@code dd-java-agent} 1.68.1 made to the same
 * kind of agent. What differs is what {@code src/docs/datadog.md} says, and nothing else.
 */
class JavaAgentCaptureTests {

	@TempDir
	private Path directory;

	private UploadRoute route;

	private Received request;

	@BeforeEach
	void send() throws IOException {
		this.route = UploadRoute.of(Way.TCP, this.directory);
		DatadogSettings settings = this.route.settings(PayloadConvention.of(UploadFormat.JFR));
		DatadogExporter exporter = new DatadogExporter(settings, new AgentLocator(settings),
				new EntityHeaders(this.directory.resolve("bare"), null), new UploadState(), DatadogExporter.MAX_BYTES);
		Path file = Files.writeString(this.directory.resolve("recording.jfr"), "FLR\0and so on");
		exporter.target();
		ProfileWindow window = Windows.of(Windows.chunk(file, Files.size(file)));
		exporter.export(new ProfileWindow(identity(window.identity()), window.chunks(), window.profile()),
				Duration.ofSeconds(10));
		this.request = this.route.agent().uploads().get(0);
		ProfileUpload.parse(this.request).assertConforms();
	}

	@AfterEach
	void close() {
		this.route.close();
	}

	@Test
	void requestLineAndHeadersAreTheSame() {
		List<String> lines = text("head.txt").lines().toList();
		Map<String, String> captured = headers(lines.subList(1, lines.size()));

		assertThat(this.request.method() + " " + this.request.path() + " HTTP/1.1").isEqualTo(lines.get(0));
		for (String name : List.of("datadog-meta-lang", "datadog-meta-lang-version", "datadog-meta-lang-interpreter",
				"datadog-meta-lang-interpreter-vendor")) {
			assertThat(this.request.headers()).containsEntry(name, captured.get(name));
		}
		assertThat(this.request.headers()).containsEntry("connection", "close");
		assertThat(this.request.headers().keySet()).containsExactlyInAnyOrderElementsOf(
				changed(captured.keySet(), Set.of("transfer-encoding", "accept-encoding"), Set.of("content-length")));
	}

	@Test
	void partsAreTheSame() {
		List<Map<String, String>> captured = Arrays.stream(text("parts.txt").split("\n\n"))
			.map((part) -> headers(part.lines().toList()))
			.toList();

		List<Part> parts = MultipartParser.parse(this.request.headers().get("content-type"), this.request.body());

		assertThat(parts).hasSameSizeAs(captured);
		for (int i = 0; i < captured.size(); i++) {
			Part part = parts.get(i);
			assertThat("form-data; name=\"" + part.name() + "\"; filename=\"" + part.filename() + "\"")
				.isEqualTo(captured.get(i).get("content-disposition"));
			assertThat(part.contentType()).isEqualTo(captured.get(i).get("content-type"));
		}
		// zstd needs a library, gzip does not
		assertThat(parts.get(1).content()).startsWith(0x1f, 0x8b);
	}

	@Test
	void eventIsTheSame() throws IOException {
		JsonNode captured = new ObjectMapper().readTree(text("event.json"));
		JsonNode event = ProfileUpload.parse(this.request).event();

		assertThat(names(event)).isEqualTo(names(captured));
		for (String field : List.of("attachments", "family", "version", "process_tags")) {
			assertThat(event.get(field)).as(field).isEqualTo(captured.get(field));
		}
		for (String field : List.of("start", "end")) {
			assertThat(event.get(field).textValue()).hasSameSizeAs(captured.get(field).textValue());
		}
		assertThat(keys(event.get("tags_profiler").textValue()))
			.isEqualTo(changed(keys(captured.get("tags_profiler").textValue()), Set.of(), Set.of("team")));
	}

	private static Set<String> changed(Set<String> names, Set<String> without, Set<String> with) {
		Set<String> changed = new TreeSet<>(names);
		assertThat(changed.removeAll(without)).isEqualTo(!without.isEmpty());
		changed.addAll(with);
		return changed;
	}

	private static Set<String> names(JsonNode object) {
		Set<String> names = new TreeSet<>();
		object.fieldNames().forEachRemaining(names::add);
		return names;
	}

	private static Set<String> keys(String tags) {
		return Arrays.stream(tags.split(","))
			.map((tag) -> tag.substring(0, tag.indexOf(':')))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Map<String, String> headers(List<String> lines) {
		Map<String, String> headers = new TreeMap<>();
		for (String line : lines) {
			int colon = line.indexOf(": ");
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
		}
		return headers;
	}

	private static Identity identity(Identity identity) {
		return new Identity(identity.service(), identity.env(), identity.version(), identity.host(),
				identity.runtimeId(), identity.processId(), identity.tags(),
				new RuntimeDetails("0.1.0", "25.0.3", "", "", "OpenJDK 64-Bit Server VM", "Eclipse Adoptium", "Linux",
						"6.8.0", 1, Instant.EPOCH, "appjars/app-plain.jar", "/opt/jvm", Map.of()));
	}

	private static String text(String name) {
		try (InputStream in = JavaAgentCaptureTests.class.getResourceAsStream("/dd-java-agent/" + name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
