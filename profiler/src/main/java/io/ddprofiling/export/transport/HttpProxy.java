package io.ddprofiling.export.transport;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy. Credentials are sent to it only once it asks for them, by the Basic
 * scheme.
 *
 * @param host the proxy's name or address
 * @param port the proxy's port
 * @param username the user's name, or {@code null} if the proxy needs none
 * @param password the user's password, or {@code null} if the proxy needs none
 * @since 0.1.0
 */
public record HttpProxy(String host, int port, @Nullable String username, @Nullable String password) {

	/**
	 * Whether there is something to answer with when the proxy asks who is there.
	 * @return {@code true} if a user is set
	 */
	boolean hasCredentials() {
		return this.username != null;
	}

	String authorization() {
		String credentials = this.username + ":" + ((this.password != null) ? this.password : "");
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Whether a server is reached without the proxy: this machine is, as for the JDK's
	 * own clients.
	 * @param server the server's name or address, without brackets
	 * @return {@code true} for the loopback interface
	 */
	static boolean isBypassedFor(String server) {
		String name = server.toLowerCase(Locale.ROOT);
		return name.equals("localhost") || name.endsWith(".localhost") || name.equals("::1")
				|| name.matches("127(?:\\.\\d{1,3}){3}");
	}

	@Override
	public String toString() {
		return "http://" + this.host + ":" + this.port;
	}

}
