package io.ddprofiling.export.pyroscope;

import java.time.Duration;

import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.transport.HttpAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of the server means.
 *
 * @param outcome what became of the request
 * @param detail the outcome in words
 * @param general whether other requests would be answered alike
 * @param retryAfter how long the server asks to be left alone, {@code null} if it does
 * not ask
 */
record Verdict(Outcome outcome, String detail, boolean general, @Nullable Duration retryAfter) {

	private static final int MAX_REASON = 200;

	static Verdict of(HttpAnswer answer, Credentials credentials) {
		int status = answer.status();
		String text = "HTTP " + status + remedy(status);
		if (answer.isSuccess()) {
			return new Verdict(Outcome.DELIVERED, text, false, null);
		}
		boolean later = answer.isTemporary();
		boolean general = later || status == 401 || status == 403 || status == 404;
		return new Verdict(later ? Outcome.FAILED : Outcome.REJECTED,
				general ? text : text + reason(answer.body(), credentials), general, answer.retryAfter());
	}

	// what is wrong with the profile only the server knows
	private static String reason(String body, Credentials credentials) {
		String reason = credentials.masked(body).replaceAll("\\p{Cntrl}+", " ").strip();
		return reason.isEmpty() ? ""
				: ": " + ((reason.length() > MAX_REASON) ? reason.substring(0, MAX_REASON) + "..." : reason);
	}

	private static String remedy(int status) {
		return switch (status) {
			case 401, 403 -> ", the credentials are not accepted: check dd.profiling.pyroscope.user and .password, "
					+ ".auth-token and .tenant-id";
			case 404 -> ", the server does not ingest profiles: check dd.profiling.pyroscope.url";
			case 413 -> ", the profile is too large: lengthen the intervals or shorten dd.profiling.upload.period, "
					+ "or raise the server's limit";
			default -> (status == 408 || status == 429 || status >= 500) ? ", it is tried again" : "";
		};
	}

}
