package io.ddprofiling.export.datadog;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What is sent of one window.
 *
 * @param parts the attachments, oldest first, each for an upload of its own
 * @param reduction what was done to keep each below the limit, or {@code null} if nothing
 */
record Payloads(List<Payload> parts, @Nullable String reduction) {

	Payloads {
		parts = List.copyOf(parts);
	}

	static Payloads reduced(List<Payload> parts, String how) {
		return new Payloads(parts, how + "; lengthen the intervals or shorten dd.profiling.upload.period");
	}

}
