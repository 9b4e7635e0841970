package io.ddprofiling.export.datadog;

import java.time.Duration;

import io.ddprofiling.export.ExportResult.Outcome;
import io.ddprofiling.export.datadog.AgentLocator.Target;
import io.ddprofiling.export.transport.HttpAnswer;
import org.jspecify.annotations.Nullable;

/**
 * What an answer to an upload means.
 *
 * @param target who answered
 * @param status the status
 * @param retryAfter how long to leave them alone, {@code null} if they do not ask
 */
record UploadAnswer(Target target, int status, @Nullable Duration retryAfter) {

	private static final String TRIED_AGAIN = ", it is tried again";

	static UploadAnswer of(Target target, HttpAnswer answer) {
		return new UploadAnswer(target, answer.status(), answer.retryAfter());
	}

	Outcome outcome() {
		if (this.status >= 200 && this.status < 300) {
			return Outcome.DELIVERED;
		}
		boolean later = this.status == 408 || this.status == 429 || this.status >= 500;
		return later ? Outcome.FAILED : Outcome.REJECTED;
	}

	String detail() {
		return "HTTP " + this.status + ((outcome() == Outcome.DELIVERED) ? "" : remedy());
	}

	private String remedy() {
		return switch (this.status) {
			case 401, 403 ->
				this.target.isAgent() ? ", the agent's API key is not accepted: check DD_API_KEY of the agent"
						: ", the API key is not accepted: check dd.api-key and that it belongs to dd.site";
			case 404 -> (this.target.isAgent()
					? ", the agent does not accept profiles: Datadog Agent 7.20.2, 6.20.2 or newer is needed"
					: ", there is no intake of profiles: check dd.profiling.url or dd.site") + diagnosis();
			case 407 -> ", there is a proxy in between that was not set: set dd.profiling.proxy.host";
			case 413 -> ", the profile is too large: lengthen the intervals or shorten dd.profiling.upload.period";
			case 408, 429 -> TRIED_AGAIN;
			default -> (this.status >= 500) ? TRIED_AGAIN : diagnosis();
		};
	}

	private String diagnosis() {
		return this.target.isAgent() ? AgentDiagnosis.of(this.target.transport()) : "";
	}

}
