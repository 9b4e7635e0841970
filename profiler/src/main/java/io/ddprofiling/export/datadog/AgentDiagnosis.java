package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.ddprofiling.export.transport.HttpAnswer;
import io.ddprofiling.export.transport.HttpRequest;
import io.ddprofiling.export.transport.HttpTransport;

/**
 * What an agent that refuses a profile says of itself, for the status only: whether an
 * upload is made never depends on it.
 */
final class AgentDiagnosis {

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final Pattern VERSION = Pattern.compile("\"version\"\\s*:\\s*\"([A-Za-z0-9.+_-]{1,50})\"");

	private static final String PROFILES = "\"/profiling/v1/input\"";

	private AgentDiagnosis() {
	}

	/**
	 * What to add to a refusal.
	 * @param agent the agent
	 * @return the end of a sentence
	 */
	static String of(HttpTransport agent) {
		return "; it " + ask(agent);
	}

	/**
	 * What there is to say of an agent.
	 * @param agent the agent
	 * @return a sentence
	 */
	static String about(HttpTransport agent) {
		return agent.address() + " " + ask(agent);
	}

	private static String ask(HttpTransport agent) {
		try {
			HttpAnswer answer = agent.send(HttpRequest.get("/info"), TIMEOUT);
			return answer.isSuccess() ? describe(answer.body()) : "answers /info with HTTP " + answer.status();
		}
		catch (IOException ex) {
			return "does not answer /info";
		}
	}

	private static String describe(String info) {
		Matcher version = VERSION.matcher(info);
		String name = version.find() ? "is version " + version.group(1) : "tells no version";
		return name + " and says that it " + (info.contains(PROFILES) ? "takes" : "does not take") + " profiles";
	}

}
