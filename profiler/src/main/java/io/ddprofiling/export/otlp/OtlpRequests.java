package io.ddprofiling.export.otlp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

import io.ddprofiling.encode.OtlpAttribute;
import io.ddprofiling.encode.OtlpProfileEncoder;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.profile.ClientVersion;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileExtract;
import io.ddprofiling.profile.ProfileType;

/**
 * The requests for one window: one, or, if that was larger than a receiver takes, one for
 * each type, and several for the samples of a type that is too large by itself. The same
 * window is always split alike.
 */
final class OtlpRequests {

	private final ProfileWindow window;

	private final List<OtlpAttribute> resource;

	private final int maxBytes;

	private final List<Part> parts = new ArrayList<>();

	private long omitted;

	private OtlpRequests(ProfileWindow window, List<OtlpAttribute> resource, int maxBytes) {
		this.window = window;
		this.resource = resource;
		this.maxBytes = maxBytes;
	}

	/**
	 * Makes the requests.
	 * @param window the window
	 * @param resource what is profiled
	 * @param maxBytes the most bytes a request may have before compression
	 * @return the requests
	 * @throws IOException never, as they are made in memory
	 */
	static OtlpRequests of(ProfileWindow window, List<OtlpAttribute> resource, int maxBytes) throws IOException {
		OtlpRequests requests = new OtlpRequests(window, resource, maxBytes);
		if (!requests.fits(window.profile(), "")) {
			for (ProfileType type : ProfileType.values()) {
				Profile extract = ProfileExtract.of(window.profile(), type, UnaryOperator.identity());
				requests.split(extract, type, 0, extract.rows());
			}
		}
		return requests;
	}

	List<Part> parts() {
		return List.copyOf(this.parts);
	}

	/**
	 * How many samples are too large even by themselves.
	 * @return the number of samples
	 */
	long omitted() {
		return this.omitted;
	}

	private void split(Profile profile, ProfileType type, int from, int to) throws IOException {
		boolean whole = from == 0 && to == profile.rows();
		Profile part = whole ? profile : ProfileExtract.rows(profile, type, from, to);
		if (fits(part, (from == 0) ? "" : "#" + from)) {
			return;
		}
		if (to - from == 1) {
			this.omitted++;
			return;
		}
		int middle = (from + to) >>> 1;
		split(profile, type, from, middle);
		split(profile, type, middle, to);
	}

	// parts of one type must not be taken for the same profile sent twice
	private boolean fits(Profile profile, String part) throws IOException {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		int profiles = new OtlpProfileEncoder(this.resource, ClientVersion.NAME, ClientVersion.VERSION,
				this.window.identity().runtimeId() + part)
			.encode(profile, request);
		if (profiles > 0 && request.size() > this.maxBytes) {
			return false;
		}
		if (profiles > 0) {
			this.parts.add(new Part(compressed(request), profiles));
		}
		return true;
	}

	private static byte[] compressed(ByteArrayOutputStream request) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			request.writeTo(gzip);
		}
		return out.toByteArray();
	}

	/**
	 * A request.
	 *
	 * @param body its body
	 * @param profiles how many profiles it has
	 */
	record Part(byte[] body, int profiles) {

	}

}
