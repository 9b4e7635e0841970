package io.ddprofiling.testsupport;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class ProfileUploadTests {

	private static final String RECORDING = """
			--b
			Content-Disposition: form-data; name="event"; filename="event.json"
			Content-Type: application/json

			{"attachments":["main.jfr"],"tags_profiler":"service:a,language:jvm,runtime-id:1,process_id:2,\
			profiler_version:3,runtime_version:4","start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:01:00Z",\
			"family":"java","version":"4"}
			--b
			Content-Disposition: form-data; name="main"; filename="main.jfr"

			FLR\0\0\2
			--b--
			""".replace("\n", "\r\n");

	@Test
	void recordedExampleConforms() {
		ProfileUpload upload = ProfileUpload.parse(Example.request());

		upload.assertConforms();
		assertThat(upload.family()).isEqualTo("python");
		assertThat(upload.start()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
		assertThat(upload.end()).isEqualTo(Instant.parse("2026-01-01T00:01:00Z"));
		assertThat(upload.event().at("/endpoint_counts/POST ~1orders").intValue()).isEqualTo(7);
		assertThat(upload.attachment("auto.pprof")).hasSize(654);
		assertThat(upload.pprof().total("alloc-space")).isEqualTo(1048576);
	}

	@Test
	void tagsKeepTheirOrder() {
		assertThat(ProfileUpload.parse(Example.request()).tags()).containsEntry("service", "orders")
			.containsEntry("process_id", "4242")
			.containsOnlyKeys("service", "env", "version", "host", "language", "runtime", "runtime-id",
					"runtime_version", "profiler_version", "process_id")
			.extractingFromEntries(Map.Entry::getKey)
			.startsWith("service", "env", "version", "host");
	}

	@Test
	void recordingConforms() {
		ProfileUpload upload = ProfileUpload.parse(recording(RECORDING));

		upload.assertConforms();
		assertThat(upload.attachment("main.jfr")).hasSize(6);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			FLR                   | XYZ            | is not a recording
			name="main"           | name="jfr"     | family java has no part main
			filename="main.jfr"   | filename="a"   | attachments are [main.jfr] but files are [a]
			""")
	void refusesRecording(String original, String replacement, String message) {
		assertRefused(recording(RECORDING.replace(original, replacement)), message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			"version":"4"              | "version":4                | version
			"version":"4"              | "version":"3"              | version is '3'
			"version":"4"              | "version":"4","version":"4"| Duplicate
			"start":"2026-01-01T00:00  | "start":"2026-01-01T00:01  | start is not before end
			00:01:00.000000000Z        | 00:01:00+00:00             | is not a UTC time
			"family":"python"          | "family":"cobol"           | family 'cobol' is not known
			"family":"python"          | "family":"java"            | family java has no part main
			["auto.pprof"]             | []                         | attachments are [] but files are [auto.pprof]
			["auto.pprof"]             | ["auto.pprof","auto.pprof"]| repeats
			["auto.pprof"]             | "auto.pprof"               | attachments is
			"event.json"               | "event"                    | event has filename 'event'
			application/json           | text/json                  | event has content type 'text/json'
			name="event"               | name="other"               | 0 parts are named event
			service:orders,            | ``                         | tag 'service' is missing
			env:prod,                  | env:,                      | tag 'env:' is not key:value
			env:prod,                  | :prod,                     | tag ':prod' is not key:value
			env:prod,                  | ,                          | tag '' is not key:value
			env:prod,                  | ` env:prod,`               | tag ' env:prod' begins or ends wrongly
			env:prod,                  | env:prod:,                 | tag 'env:prod:' begins or ends wrongly
			env:prod,                  | env:prod,env:dev,          | tag 'env' repeats
			env:prod,                  | env:\\"prod\\",            | has a quotation mark
			"POST /orders":7           | "POST /orders":"7"         | endpoint count is
			"info":{}                  | "info":{                   | event is not readable as JSON
			""")
	void refuses(String original, String replacement, String message) {
		assertRefused(Example.requestWith(original, replacement), message);
	}

	@Test
	void refusesLongTag() {
		assertRefused(Example.requestWith("env:prod", "env:" + "p".repeat(197)), "is longer than 200");
	}

	@Test
	void refusesUnknownSampleType() {
		byte[] profile = Profiles.builder().setStringTable(1, "cpu").build().toByteArray();

		assertRefused(Example.requestWith(latin(Example.file("auto.pprof")), latin(profile)),
				"sample type 'cpu/nanoseconds' is not known");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			dd-api-key            | 0123456789abcdef0123456789abcdef | DD-API-KEY is sent to an agent
			dd-evp-origin         | ''                               | header dd-evp-origin is missing
			dd-evp-origin-version | ''                               | header dd-evp-origin-version is missing
			content-encoding      | gzip                             | header content-encoding is not allowed
			""")
	void refusesHeader(String name, String value, String message) {
		assertRefused(with("POST", "/profiling/v1/input", Map.of(name, value)), message);
	}

	@ParameterizedTest
	@CsvSource({ "PUT,/profiling/v1/input", "POST,/profiling/v1/input/", "POST,/profiling/v1/input?a=b" })
	void refusesOtherMethodOrPath(String method, String path) {
		assertRefused(with(method, path, Map.of()), "not POST /profiling/v1/input");
	}

	@Test
	void requiresApiKeyWithoutAgent() {
		String key = "0123456789abcdef0123456789abcdef";
		ProfileUpload withKey = ProfileUpload.parse(with("POST", "/api/v2/profile", Map.of("dd-api-key", key)));
		ProfileUpload withoutKey = ProfileUpload.parse(with("POST", "/api/v2/profile", Map.of()));

		assertThatNoException().isThrownBy(withKey::assertConformsWithoutAgent);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(withoutKey::assertConformsWithoutAgent)
			.withMessageContaining("DD-API-KEY is not 32 hexadecimal digits");
	}

	private static Received with(String method, String path, Map<String, String> headers) {
		Received request = Example.request();
		Map<String, String> all = new TreeMap<>(request.headers());
		all.putAll(headers);
		return new Received(method, path, all, request.body(), request.at());
	}

	private static Received recording(String body) {
		Map<String, String> headers = new TreeMap<>(Example.request().headers());
		headers.put("content-type", "multipart/form-data; boundary=b");
		return new Received("POST", "/profiling/v1/input", headers, body.getBytes(StandardCharsets.ISO_8859_1),
				Instant.EPOCH);
	}

	private static String latin(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private static void assertRefused(Received request, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> ProfileUpload.parse(request).assertConforms())
			.withMessageContaining(message);
	}

}
