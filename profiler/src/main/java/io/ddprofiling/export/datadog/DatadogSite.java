package io.ddprofiling.export.datadog;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * A site of Datadog's: where uploads without an agent go.
 *
 * @param domain the domain, for example {@code datadoghq.eu}
 * @since 0.1.0
 */
public record DatadogSite(String domain) {

	/**
	 * The site of those who were not told of another.
	 */
	public static final DatadogSite DEFAULT = new DatadogSite("datadoghq.com");

	/**
	 * The sites that are known to exist.
	 */
	public static final List<String> KNOWN = List.of("datadoghq.com", "datadoghq.eu", "us3.datadoghq.com",
			"us5.datadoghq.com", "ap1.datadoghq.com", "ap2.datadoghq.com", "ddog-gov.com");

	public DatadogSite {
		domain = domain.strip().toLowerCase(Locale.ROOT);
		if (domain.length() > 200 || !domain.matches("[a-z0-9-]+(?:\\.[a-z0-9-]+)+")) {
			throw new IllegalArgumentException(
					"'site' must be a domain such as datadoghq.com or datadoghq.eu," + " without a scheme or a path");
		}
	}

	/**
	 * Whether the site is known to exist.
	 * @return {@code false} for a site that is new, or mistyped
	 */
	public boolean isKnown() {
		return KNOWN.contains(this.domain);
	}

	URI intake() {
		return URI.create("https://intake.profile." + this.domain + "/api/v2/profile");
	}

	@Override
	public String toString() {
		return this.domain;
	}

}
