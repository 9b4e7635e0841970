package io.ddprofiling.export.datadog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.ddprofiling.encode.PprofDialect;
import io.ddprofiling.encode.PprofEncoder;
import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileReduction;

/**
 * Encodes a window as one pprof of no more than the limit. What is too large is made
 * smaller step by step until it fits, so that every sum stays right: first without what
 * tells single requests apart (identifiers of spans, and labels of the application's
 * own), then without threads, and last with the smallest stacks added up as one. Two
 * uploads for one window are no way out, as the intake expects windows not to overlap.
 */
final class PprofPayload {

	private static final Set<LabelKey> REQUESTS = EnumSet.of(LabelKey.SPAN_ID, LabelKey.LOCAL_ROOT_SPAN_ID,
			LabelKey.TRACE_ID, LabelKey.SPAN_NAME, LabelKey.ATTRIBUTE);

	private static final Set<LabelKey> THREADS = EnumSet.of(LabelKey.THREAD_ID, LabelKey.THREAD_NATIVE_ID,
			LabelKey.THREAD_NAME);

	private final ProfileWindow window;

	private final int limit;

	private final PprofEncoder encoder;

	PprofPayload(ProfileWindow window, int limit) {
		this.window = window;
		this.limit = limit;
		this.encoder = new PprofEncoder(PprofDialect.DATADOG, window.identity().service());
	}

	Payloads encode() throws IOException {
		byte[] whole = encode(this.window.profile());
		return (whole.length <= this.limit) ? new Payloads(List.of(Payload.of(this.window, whole)), null)
				: reduced(whole.length);
	}

	private Payloads reduced(int wholeLength) throws IOException {
		String reduction = wholeLength + " bytes were too many, sent without identifiers of spans and labels";
		Profile profile = without(this.window.profile(), REQUESTS);
		byte[] content = encode(profile);
		if (content.length > this.limit) {
			reduction += ", without threads";
			profile = without(profile, THREADS);
			content = encode(profile);
		}
		int all = profile.rows();
		int rows = all;
		while (content.length > this.limit && rows > 0) {
			rows = (int) (0.9 * rows * this.limit / content.length);
			content = encode(ProfileReduction.heaviest(profile, rows));
		}
		if (rows < all) {
			reduction += ", and with the smallest " + (all - rows) + " of " + all + " stacks as one";
		}
		boolean fits = content.length <= this.limit;
		return Payloads.reduced(fits ? List.of(Payload.of(this.window, content)) : List.of(), reduction);
	}

	private byte[] encode(Profile profile) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.encoder.encode(profile, out);
		return out.toByteArray();
	}

	private static Profile without(Profile profile, Set<LabelKey> keys) {
		return ProfileReduction.withoutLabels(profile, (label) -> keys.contains(label.key()));
	}

}
