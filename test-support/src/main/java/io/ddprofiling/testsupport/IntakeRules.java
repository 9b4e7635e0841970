package io.ddprofiling.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.ddprofiling.testsupport.MultipartParser.Part;

/**
 * Rules of Datadog's intake for a {@link ProfileUpload}.
 */
final class IntakeRules {

	private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?Z");

	private static final Pattern API_KEY = Pattern.compile("[0-9a-fA-F]{32}");

	private static final Set<String> FAMILIES = Set.of("java", "python", "go", "node", "dotnet", "ruby", "php",
			"native", "chrome");

	private static final List<String> REQUIRED_TAGS = List.of("service", "language", "runtime-id", "process_id",
			"profiler_version", "runtime_version");

	private static final int MAX_TAG = 200;

	private static final byte[] JFR_MAGIC = "FLR\0".getBytes(StandardCharsets.ISO_8859_1);

	private final ProfileUpload upload;

	private final Map<String, String> headers;

	IntakeRules(ProfileUpload upload) {
		this.upload = upload;
		this.headers = upload.request().headers();
	}

	void checkAgentMode() {
		checkPath("/profiling/v1/input");
		Check.that(!this.headers.containsKey("dd-api-key"), "DD-API-KEY is sent to an agent");
		checkAll();
	}

	void checkAgentlessMode() {
		checkPath("/api/v2/profile");
		String key = String.valueOf(this.headers.get("dd-api-key"));
		Check.that(API_KEY.matcher(key).matches(), "DD-API-KEY is not 32 hexadecimal digits");
		checkAll();
	}

	private void checkAll() {
		checkHeaders();
		checkEvent();
		checkWindow();
		checkTags();
		checkAttachments();
		this.upload.attachments().forEach(this::checkContent);
		checkFamily();
	}

	private void checkPath(String path) {
		Received request = this.upload.request();
		Check.that(request.method().equals("POST") && request.path().equals(path), "request is %s %s, not POST %s",
				request.method(), request.path(), path);
	}

	private void checkHeaders() {
		for (String name : List.of("dd-evp-origin", "dd-evp-origin-version")) {
			Check.that(!this.headers.getOrDefault(name, "").isBlank(), "header %s is missing", name);
		}
		for (String name : List.of("content-encoding", "expect")) {
			Check.that(!this.headers.containsKey(name), "header %s is not allowed", name);
		}
	}

	private void checkEvent() {
		Part part = this.upload.eventPart();
		Check.that(part.filename().equals("event.json"), "event has filename '%s'", part.filename());
		Check.that("application/json".equals(part.contentType()), "event has content type '%s'", part.contentType());
		Check.that(this.upload.text("version").equals("4"), "version is '%s'", this.upload.text("version"));
		JsonNode counts = this.upload.event().path("endpoint_counts");
		Check.that(counts.isMissingNode() || counts.isNull() || counts.isObject(), "endpoint_counts is %s", counts);
		counts.forEach((count) -> Check.that(count.isIntegralNumber(), "endpoint count is %s", count));
	}

	private void checkWindow() {
		for (String field : List.of("start", "end")) {
			String time = this.upload.text(field);
			Check.that(TIME.matcher(time).matches(), "%s '%s' is not a UTC time", field, time);
		}
		Check.that(this.upload.start().isBefore(this.upload.end()), "start is not before end");
	}

	private void checkTags() {
		Map<String, String> tags = this.upload.tags();
		for (String key : REQUIRED_TAGS) {
			Check.that(tags.containsKey(key), "tag '%s' is missing", key);
		}
		tags.forEach((key, value) -> {
			String tag = key + ":" + value;
			Check.that(tag.length() <= MAX_TAG, "tag '%s' is longer than %d", tag, MAX_TAG);
			Check.that(key.equals(key.strip()) && value.equals(value.strip()) && !tag.endsWith(":"),
					"tag '%s' begins or ends wrongly", tag);
			Check.that(tag.indexOf('"') < 0, "tag '%s' has a quotation mark", tag);
		});
	}

	private void checkAttachments() {
		Set<String> listed = new HashSet<>();
		JsonNode attachments = this.upload.event().path("attachments");
		Check.that(attachments.isArray(), "attachments is %s", attachments);
		attachments.forEach((name) -> Check.that(name.isTextual() && listed.add(name.textValue()),
				"attachment %s is not a text or repeats", name));
		Set<String> sent = new HashSet<>();
		this.upload.attachments()
			.forEach((part) -> Check.that(sent.add(part.filename()), "file '%s' repeats", part.filename()));
		Check.that(listed.equals(sent) && !sent.isEmpty(), "attachments are %s but files are %s", listed, sent);
	}

	private void checkContent(Part part) {
		byte[] content = Compression.decompress(part.content());
		if (part.filename().endsWith(".pprof")) {
			for (String type : PprofFile.parse(content).sampleTypes()) {
				Check.that(SampleTypes.isKnown(type), "sample type '%s' is not known", type);
			}
		}
		if (part.filename().endsWith(".jfr")) {
			Check.that(Compression.startsWith(content, JFR_MAGIC), "'%s' is not a recording", part.filename());
		}
	}

	private void checkFamily() {
		String family = this.upload.family();
		Check.that(FAMILIES.contains(family), "family '%s' is not known", family);
		boolean recording = this.upload.attachments()
			.stream()
			.anyMatch((part) -> part.name().equals("main") && part.filename().equals("main.jfr"));
		Check.that(recording || !family.equals("java"), "family java has no part main with main.jfr");
	}

}
