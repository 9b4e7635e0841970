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
 * Finds the agent, by the rules Datadog's Java client has: a configured URL, then a
 * configured host or port, then the default socket, then the default port.
 */
final class AgentLocator {

	static final Path DEFAULT_SOCKET = Path.of("/var/run/datadog/apm.socket");

	static final int DEFAULT_PORT = 8126;

	private static final String INPUT_PATH = "/profiling/v1/input";

	private static final Duration INFO_TIMEOUT = Duration.ofSeconds(1);

	private final AgentSettings settings;

	private final Path defaultSocket;

	private final int defaultPort;

	private @Nullable Target found;

	AgentLocator(AgentSettings settings) {
		this(settings, DEFAULT_SOCKET, DEFAULT_PORT);
	}

	AgentLocator(AgentSettings settings, Path defaultSocket, int defaultPort) {
		this.settings = settings;
		this.defaultSocket = defaultSocket;
		this.defaultPort = defaultPort;
	}

	@Nullable Target locate() {
		if (this.settings.mode() == UploadMode.NEVER) {
			return null;
		}
		Target configured = configured();
		if (configured != null) {
			return configured;
		}
		Target answering = detected();
		if (answering != null) {
			this.found = answering;
		}
		// an agent that was there and is not is restarting: its windows have to wait for
		// it
		return this.found;
	}

	private @Nullable Target detected() {
		if (Files.exists(this.defaultSocket)) {
			return new Target(new UnixSocketTransport(this.defaultSocket), INPUT_PATH);
		}
		HttpTransport local = tcp("localhost", this.defaultPort);
		boolean wanted = this.settings.mode() == UploadMode.ALWAYS || answers(local);
		return wanted ? new Target(local, INPUT_PATH) : null;
	}

	private @Nullable Target configured() {
		URI profileUrl = this.settings.profileUrl();
		if (profileUrl != null) {
			return new Target(new TcpTransport(profileUrl.resolve("/")), pathAndQuery(profileUrl));
		}
		URI agentUrl = this.settings.agentUrl();
		if (agentUrl != null) {
			boolean unix = "unix".equals(agentUrl.getScheme());
			return new Target(unix ? new UnixSocketTransport(Path.of(agentUrl.getPath())) : new TcpTransport(agentUrl),
					INPUT_PATH);
		}
		if (this.settings.host() != null || this.settings.port() != null) {
			return new Target(tcp((this.settings.host() != null) ? this.settings.host() : "localhost",
					(this.settings.port() != null) ? this.settings.port() : this.defaultPort), INPUT_PATH);
		}
		return null;
	}

	private static String pathAndQuery(URI url) {
		String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
		return (url.getRawQuery() != null) ? path + "?" + url.getRawQuery() : path;
	}

	private static HttpTransport tcp(String host, int port) {
		boolean literal = host.indexOf(':') >= 0 && !host.startsWith("[");
		return new TcpTransport(URI.create("http://" + (literal ? "[" + host + "]" : host) + ":" + port));
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
	 */
	record Target(HttpTransport transport, String path) {

		@Override
		public String toString() {
			int query = this.path.indexOf('?');
			return this.transport.address() + ((query >= 0) ? this.path.substring(0, query) : this.path);
		}

	}

}
