package io.ddprofiling.export.pyroscope;

import java.net.URI;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where a Pyroscope server is and how it knows us. Its text tells no secrets.
 *
 * @param url the server's base URL, or {@code null} to upload nothing
 * @param tenantId the tenant of a server that has several, or {@code null}
 * @param user the user of basic authentication, or {@code null}
 * @param password the password of basic authentication, or {@code null}
 * @param authToken the bearer token, used if there is no user, or {@code null}
 * @since 0.1.0
 */
public record PyroscopeSettings(@Nullable URI url, @Nullable String tenantId, @Nullable String user,
		@Nullable String password, @Nullable String authToken) {

	/**
	 * Settings that upload nothing.
	 */
	public static final PyroscopeSettings OFF = new PyroscopeSettings(null, null, null, null, null);

	private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9!\\-_.*'()|]{1,1024}");

	private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,8192}");

	private static final Pattern USER = Pattern.compile("[^:\\p{Cntrl}]{1,1024}");

	private static final Pattern PASSWORD = Pattern.compile("[^\\p{Cntrl}]{1,8192}");

	/**
	 * Sets the server.
	 * @param url the base URL, with {@code http} or {@code https}
	 * @return the changed settings
	 */
	public PyroscopeSettings url(URI url) {
		return new PyroscopeSettings(url, this.tenantId, this.user, this.password, this.authToken);
	}

	/**
	 * Sets the tenant.
	 * @param tenantId the tenant's identifier
	 * @return the changed settings
	 */
	public PyroscopeSettings tenantId(String tenantId) {
		String checked = checked("tenantId", tenantId, TENANT, "letters, digits and the characters ! - _ . * ' ( ) |");
		return new PyroscopeSettings(this.url, checked, this.user, this.password, this.authToken);
	}

	/**
	 * Sets the user of basic authentication.
	 * @param user the user's name, for Grafana Cloud a number
	 * @return the changed settings
	 */
	public PyroscopeSettings user(String user) {
		return new PyroscopeSettings(this.url, this.tenantId,
				checked("user", user, USER, "characters other than the colon and control characters"), this.password,
				this.authToken);
	}

	/**
	 * Sets the password of basic authentication.
	 * @param password the password, for Grafana Cloud a token
	 * @return the changed settings
	 */
	public PyroscopeSettings password(String password) {
		return new PyroscopeSettings(this.url, this.tenantId, this.user,
				checked("password", password, PASSWORD, "characters other than control characters"), this.authToken);
	}

	/**
	 * Sets the bearer token.
	 * @param authToken the token
	 * @return the changed settings
	 */
	public PyroscopeSettings authToken(String authToken) {
		return new PyroscopeSettings(this.url, this.tenantId, this.user, this.password,
				checked("authToken", authToken, TOKEN, "printable ASCII characters, without blanks"));
	}

	/**
	 * Tells which settings there are, without what is secret.
	 * @return the settings in words
	 */
	@Override
	public String toString() {
		return "PyroscopeSettings[url=" + ((this.url != null) ? "set" : "none") + ", tenantId=" + this.tenantId
				+ ", authentication=" + ((this.user != null || this.authToken != null) ? "set" : "none") + "]";
	}

	// these become headers, where a line break would begin another; the value stays out
	// of the message
	private static String checked(String name, String value, Pattern pattern, String allowed) {
		if (!pattern.matcher(value.strip()).matches()) {
			throw new IllegalArgumentException("'" + name + "' must be made of " + allowed);
		}
		return value.strip();
	}

}
