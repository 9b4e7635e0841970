package io.ddprofiling.export.pyroscope;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.ddprofiling.encode.PprofDialect;
import io.ddprofiling.encode.PprofEncoder;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.export.transport.HttpRequest;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileExtract;
import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;

/**
 * Makes the request that ingests the part of a window that is of one type. What is more
 * than the server takes is left out by a rule: first the identifiers of requests, then
 * the samples with the smallest values, which remain as one sample with their sum.
 */
final class IngestRequest {

	/**
	 * The limit of the server, by default, before compression.
	 */
	static final int MAX_BYTES = 4 * 1024 * 1024;

	/**
	 * The limit of the server, by default.
	 */
	static final int MAX_SAMPLES = 16_000;

	/**
	 * How much fewer samples are tried than are likely to fit.
	 */
	private static final double SPARE = 0.9;

	private final ProfileWindow window;

	private final SeriesName series;

	private final Map<String, String> headers;

	IngestRequest(ProfileWindow window, Map<String, String> headers) {
		this.window = window;
		this.series = SeriesName.of(window.identity());
		this.headers = headers;
	}

	/**
	 * Makes the request.
	 * @param type the type to ingest
	 * @return the request, or {@code null} if nothing of this type was sampled
	 * @throws IOException never, as it is made in memory
	 */
	@Nullable HttpRequest of(ProfileType type) throws IOException {
		Profile profile = extract(type, true);
		if (profile.isEmpty()) {
			return null;
		}
		if (profile.rows() <= MAX_SAMPLES) {
			Body body = encode(profile);
			if (body.size() <= MAX_BYTES) {
				return request(body.compressed());
			}
		}
		return request(reduced(type));
	}

	private byte[] reduced(ProfileType type) throws IOException {
		Profile profile = extract(type, false);
		int rows = Math.min(MAX_SAMPLES, profile.rows());
		Body body = encode(ProfileExtract.largest(profile, type, rows));
		// one sample without a stack of its own is never too large
		while (body.size() > MAX_BYTES && rows > 1) {
			rows = Math.max(1, (int) (rows * SPARE * MAX_BYTES / body.size()));
			body = encode(ProfileExtract.largest(profile, type, rows));
		}
		return body.compressed();
	}

	private Profile extract(ProfileType type, boolean identifiers) {
		return ProfileExtract.of(this.window.profile(), type, new SampleLabels(this.series, identifiers)::of);
	}

	private Body encode(Profile profile) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		long size = new PprofEncoder(PprofDialect.PYROSCOPE, this.window.identity().service()).encode(profile, out);
		return new Body(size, out.toByteArray());
	}

	private HttpRequest request(byte[] body) {
		String path = "/ingest?name=" + URLEncoder.encode(this.series.toString(), StandardCharsets.UTF_8) + "&from="
				+ this.window.window().start().getEpochSecond() + "&until="
				+ this.window.window().end().plusNanos(999_999_999).getEpochSecond() + "&spyName=javaspy&format=pprof";
		return new HttpRequest("POST", path, this.headers, body);
	}

	/**
	 * A profile as it is sent.
	 *
	 * @param size its bytes before compression
	 * @param compressed its bytes
	 */
	private record Body(long size, byte[] compressed) {

	}

}
