package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.ddprofiling.export.transport.HttpRequest;
import io.ddprofiling.export.transport.HttpTransport;
import io.ddprofiling.export.transport.TcpTransport;
import io.ddprofiling.export.transport.UnixSocketTransport;
import org.jspecify.annotations.Nullable;

/**
 * Finds where to upload to, by the rules Datadog's Java client has: a configured URL of
 * the intake, the intake of a site if there shall be no agent, a configured URL of the
 * agent, a configured host or port, the default socket, the default port.
 */
final class AgentLocator {

	static final Path DEFAULT_SOCKET = Path.of("/var/run/datadog/apm.socket");

	static final int DEFAULT_PORT = 8126;

	private static final String INPUT_PATH = "/profiling/v1/input";

	private static final Duration INFO_TIMEOUT = Duration.ofSeconds(1);

	private final DatadogSettings settings;

	private final Path defaultSocket;

	private final int defaultPort;

	private @Nullable Target configured;

	private @Nullable Target found;

	AgentLocator(DatadogSettings settings) {
		this(settings, DEFAULT_SOCKET, DEFAULT_PORT);
	}

	AgentLocator(DatadogSettings settings, Path defaultSocket, int defaultPort) {
		this.settings = settings;
		this.defaultSocket = defaultSocket;
		this.defaultPort = defaultPort;
	}

	@Nullable Target locate() {
		if (this.settings.agent().mode() == UploadMode.NEVER || isWithoutKey()) {
			return null;
		}
		if (this.configured == null) {
			// once, as a connection remembers what its proxy asks for
			this.configured = configured();
		}
		if (this.configured != null) {
			return this.configured;
		}
		Target answering = detected();
		if (answering != null) {
			this.found = answering;
		}
		// an agent that was there and is not is restarting: its windows have to wait for
		// it
		return this.found;
	}

	String idleReason() {
		if (isWithoutKey()) {
			return "dd.profiling.agentless is true but there is no API key: set dd.api-key (DD_API_KEY);"
					+ " profiles stay in the local store";
		}
		String reason = "no agent is configured or found (" + this.defaultSocket + ", http://localhost:"
				+ this.defaultPort + "); profiles stay in the local store";
		return Files.isDirectory(this.defaultSocket)
				? reason + "; " + this.defaultSocket + " is a directory, mount the agent's directory above it instead"
				: reason;
	}

	private boolean isWithoutKey() {
		AgentlessSettings agentless = this.settings.agentless();
		return agentless.enabled() && agentless.apiKey() == null;
	}

	private @Nullable Target detected() {
		if (Files.exists(this.defaultSocket) && !Files.isDirectory(this.defaultSocket)) {
			return Target.agent(new UnixSocketTransport(this.defaultSocket));
		}
		HttpTransport local = tcp("localhost", this.defaultPort);
		boolean wanted = this.settings.agent().mode() == UploadMode.ALWAYS || answers(local);
		return wanted ? Target.agent(local) : null;
	}

	private @Nullable Target configured() {
		AgentlessSettings agentless = this.settings.agentless();
		URI profileUrl = this.settings.agent().profileUrl();
		if (profileUrl != null || agentless.enabled()) {
			URI intake = (profileUrl != null) ? profileUrl : agentless.site().intake();
			return new Target(tcp(intake.resolve("/")), pathAndQuery(intake),
					agentless.enabled() ? agentless.apiKey() : null, false);
		}
		return agent(this.settings.agent());
	}

	private @Nullable Target agent(AgentSettings agent) {
		URI url = agent.agentUrl();
		if (url != null) {
			boolean unix = "unix".equals(url.getScheme());
			return Target.agent(unix ? new UnixSocketTransport(Path.of(url.getPath())) : tcp(url));
		}
		if (agent.host() != null || agent.port() != null) {
			return Target.agent(tcp((agent.host() != null) ? agent.host() : "localhost",
					(agent.port() != null) ? agent.port() : this.defaultPort));
		}
		return null;
	}

	private static String pathAndQuery(URI url) {
		String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
		return (url.getRawQuery() != null) ? path + "?" + url.getRawQuery() : path;
	}

	private HttpTransport tcp(String host, int port) {
		boolean literal = host.indexOf(':') >= 0 && !host.startsWith("[");
		return tcp(URI.create("http://" + (literal ? "[" + host + "]" : host) + ":" + port));
	}

	private HttpTransport tcp(URI base) {
		return new TcpTransport(base, this.settings.transport());
	}

	private static boolean answers(HttpTransport transport) {
		try {
			return transport.send(HttpRequest.get("/info"), INFO_TIMEOUT).isSuccess();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Where to upload to.
	 *
	 * @param transport the connection
	 * @param path the path and query
	 * @param apiKey the key to show, or {@code null} for none
	 * @param isAgent whether an agent is there, and not the intake
	 */
	record Target(HttpTransport transport, String path, @Nullable ApiKey apiKey, boolean isAgent) {

		static Target agent(HttpTransport transport) {
			return new Target(transport, INPUT_PATH, null, true);
		}

		@Override
		public String toString() {
			int query = this.path.indexOf('?');
			return this.transport.address() + ((query >= 0) ? this.path.substring(0, query) : this.path);
		}

	}

}
