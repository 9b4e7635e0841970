package io.ddprofiling;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Checks what the user says of the agent's address.
 */
final class AgentUrls {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,255}");

	private static final Pattern LITERAL = Pattern.compile("\\[?([0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9._-]+)?)]?");

	private static final Pattern AUTHORITY = Pattern.compile("(?:.*@)?(?:\\[[^]]+]|[A-Za-z0-9._-]+)(?::(\\d{0,5}))?");

	private static final int MAX_PORT = 65535;

	private AgentUrls() {
	}

	// the text stays out of the message, as it may hold a password
	static URI parse(String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("it is not a URL", ex);
		}
	}

	static URI web(String name, URI url) {
		if (!isWeb(url)) {
			throw new IllegalArgumentException("'" + name + "' must be an http or https URL with a host");
		}
		return url;
	}

	static URI agent(String name, URI url) {
		if ("unix".equals(url.getScheme())) {
			if (url.getPath() == null || url.getPath().length() < 2) {
				throw new IllegalArgumentException(
						"'" + name + "' must name a socket, as in unix:///var/run/datadog/apm.socket");
			}
			return url;
		}
		if (!isWeb(url)) {
			throw new IllegalArgumentException(
					"'" + name + "' must be an http, https or unix URL, as in http://localhost:8126");
		}
		return url;
	}

	static String host(String name, String host) {
		String stripped = host.strip();
		if (!NAME.matcher(stripped).matches() && !isLiteral(stripped)) {
			throw new IllegalArgumentException("'" + name + "' must be a host name or address, without port or scheme");
		}
		return stripped;
	}

	// java.net.URI knows no host with an underscore, Docker's networks do
	private static boolean isWeb(URI url) {
		Matcher authority = AUTHORITY.matcher((url.getRawAuthority() != null) ? url.getRawAuthority() : "");
		return Set.of("http", "https").contains(String.valueOf(url.getScheme())) && authority.matches()
				&& isPort(authority.group(1));
	}

	private static boolean isPort(@Nullable String number) {
		if (number == null || number.isEmpty()) {
			return true;
		}
		int port = Integer.parseInt(number);
		return port > 0 && port <= MAX_PORT;
	}

	private static boolean isLiteral(String host) {
		Matcher literal = LITERAL.matcher(host);
		try {
			return literal.matches() && new URI("http://[" + literal.group(1) + "]").getHost() != null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

}
