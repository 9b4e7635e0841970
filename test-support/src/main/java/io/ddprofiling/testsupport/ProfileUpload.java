package io.ddprofiling.testsupport;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ddprofiling.testsupport.MultipartParser.Part;

/**
 * An upload of profiles in version 4 of Datadog's intake format, read from a
 * {@link Received} request.
 */
public final class ProfileUpload {

	private static final ObjectMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final Received request;

	private final List<Part> parts;

	private final JsonNode event;

	private ProfileUpload(Received request, List<Part> parts, JsonNode event) {
		this.request = request;
		this.parts = parts;
		this.event = event;
	}

	/**
	 * Parse an upload, failing with an {@link AssertionError}.
	 * @param request the request
	 * @return the upload
	 */
	public static ProfileUpload parse(Received request) {
		List<Part> parts = MultipartParser.parse(request.headers().get("content-type"), request.body());
		List<Part> events = parts.stream().filter((part) -> part.name().equals("event")).toList();
		Check.that(events.size() == 1, "%d parts are named event", events.size());
		try {
			return new ProfileUpload(request, parts, JSON.readTree(events.get(0).content()));
		}
		catch (IOException ex) {
			throw new AssertionError("event is not readable as JSON: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Hold the upload to what an agent and the intake behind it expect, failing with an
	 * {@link AssertionError}.
	 */
	public void assertConforms() {
		new IntakeRules(this).checkAgentMode();
	}

	/**
	 * Hold the upload to what the intake expects without an agent, failing with an
	 * {@link AssertionError}.
	 */
	public void assertConformsWithoutAgent() {
		new IntakeRules(this).checkAgentlessMode();
	}

	/**
	 * Return the metadata.
	 * @return the content of {@code event.json}
	 */
	public JsonNode event() {
		return this.event;
	}

	/**
	 * Return the language family.
	 * @return the family
	 */
	public String family() {
		return text("family");
	}

	/**
	 * Return the start of the window.
	 * @return the start
	 */
	public Instant start() {
		return Instant.parse(text("start"));
	}

	/**
	 * Return the end of the window.
	 * @return the end
	 */
	public Instant end() {
		return Instant.parse(text("end"));
	}

	/**
	 * Return the tags, failing with an {@link AssertionError} if one is malformed or
	 * repeats.
	 * @return the tags in order
	 */
	public Map<String, String> tags() {
		Map<String, String> tags = new LinkedHashMap<>();
		for (String tag : text("tags_profiler").split(",", -1)) {
			int colon = tag.indexOf(':');
			Check.that(colon > 0 && colon < tag.length() - 1, "tag '%s' is not key:value", tag);
			String key = tag.substring(0, colon);
			Check.that(tags.put(key, tag.substring(colon + 1)) == null, "tag '%s' repeats", key);
		}
		return tags;
	}

	/**
	 * Return an attachment, failing with an {@link AssertionError} if it is missing.
	 * @param filename the name of the file
	 * @return the content, decompressed if it is gzip
	 */
	public byte[] attachment(String filename) {
		return attachments().stream()
			.filter((part) -> part.filename().equals(filename))
			.findFirst()
			.map((part) -> Compression.decompress(part.content()))
			.orElseThrow(() -> new AssertionError("no attachment '" + filename + "'"));
	}

	/**
	 * Return the only pprof attachment, failing with an {@link AssertionError} if it is
	 * missing or not valid.
	 * @return the profile
	 */
	public PprofFile pprof() {
		List<Part> profiles = attachments().stream().filter((part) -> part.filename().endsWith(".pprof")).toList();
		Check.that(profiles.size() == 1, "%d attachments are pprof", profiles.size());
		return PprofFile.parse(profiles.get(0).content());
	}

	Received request() {
		return this.request;
	}

	Part eventPart() {
		return this.parts.stream().filter((part) -> part.name().equals("event")).findFirst().get();
	}

	List<Part> attachments() {
		return this.parts.stream().filter((part) -> !part.name().equals("event")).toList();
	}

	String text(String field) {
		JsonNode value = this.event.path(field);
		Check.that(value.isTextual(), "event field '%s' is not a text: %s", field, value);
		return value.textValue();
	}

}
