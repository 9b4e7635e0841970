package io.ddprofiling.export.pyroscope;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What we prove with who we are: a user and a password, or a token.
 */
final class Credentials {

	private static final String MASK = "***";

	private final @Nullable String header;

	private final List<String> secrets;

	private Credentials(@Nullable String header, @Nullable String... secrets) {
		this.header = header;
		this.secrets = Stream.concat(Stream.of(secrets), Stream.ofNullable(header))
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.filter((secret) -> !secret.isEmpty())
			.toList();
	}

	static Credentials of(PyroscopeSettings settings) {
		if (settings.user() != null && settings.password() != null) {
			return basic(settings.user(), settings.password());
		}
		URI url = settings.url();
		String userInfo = (url != null) ? userInfo(url) : null;
		if (userInfo != null) {
			int colon = userInfo.indexOf(':');
			return basic(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
		}
		String token = settings.authToken();
		return (token != null) ? new Credentials("Bearer " + token, token) : new Credentials(null);
	}

	@Nullable String header() {
		return this.header;
	}

	/**
	 * A text of somebody else's, who has seen our secrets.
	 * @param text the text
	 * @return the text without secrets
	 */
	String masked(String text) {
		String masked = text;
		for (String secret : this.secrets) {
			masked = masked.replace(secret, MASK);
		}
		return masked;
	}

	private static Credentials basic(String user, String password) {
		String encoded = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
		return new Credentials("Basic " + encoded, password, encoded);
	}

	// java.net.URI sees none in a URL whose host has an underscore
	private static @Nullable String userInfo(URI url) {
		String authority = url.getRawAuthority();
		int at = (authority != null) ? authority.lastIndexOf('@') : -1;
		String userInfo = (authority != null && at > 0) ? authority.substring(0, at) : null;
		return (userInfo != null && userInfo.indexOf(':') >= 0) ? userInfo : null;
	}

	// a plus is a plus here
	private static String decoded(String text) {
		return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

}
