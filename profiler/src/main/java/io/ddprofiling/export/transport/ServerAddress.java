package io.ddprofiling.export.transport;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scheme, host and port of a URL.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the host as it is written in the URL
 * @param explicitPort the port, -1 for the scheme's
 */
record ServerAddress(String scheme, String host, int explicitPort) {

	// java.net.URI knows no host with an underscore, Docker's networks do
	private static final Pattern AUTHORITY = Pattern.compile("(?:.*@)?(\\[[^]]+]|[^:\\[\\]@]+)(?::(\\d{0,5}))?");

	static ServerAddress of(URI url) {
		Matcher authority = AUTHORITY.matcher((url.getRawAuthority() != null) ? url.getRawAuthority() : "");
		if (!authority.matches()) {
			throw new IllegalArgumentException("'base' must have a host");
		}
		String number = authority.group(2);
		int port = (number != null && !number.isEmpty()) ? Integer.parseInt(number) : -1;
		return new ServerAddress(url.getScheme(), authority.group(1), port);
	}

	boolean isSecure() {
		return this.scheme.equals("https");
	}

	// without the brackets of an IPv6 address
	String name() {
		return this.host.replace("[", "").replace("]", "");
	}

	int port() {
		int usualPort = isSecure() ? 443 : 80;
		return (this.explicitPort >= 0) ? this.explicitPort : usualPort;
	}

	// as in the Host header
	String authority() {
		return this.host + ((this.explicitPort >= 0) ? ":" + this.explicitPort : "");
	}

	// as a proxy is told, which has no default
	String tunnel() {
		return this.host + ":" + port();
	}

}
