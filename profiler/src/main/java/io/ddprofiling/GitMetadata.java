package io.ddprofiling;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit and the repository a service was built from. What is not set is taken from
 * {@code git.properties}, which the build plugins for Maven and Gradle make and Spring
 * Boot knows.
 *
 * @param commitSha the commit's hash, or {@code null} if not set
 * @param repositoryUrl the repository's URL, or {@code null} if not set
 */
record GitMetadata(@Nullable String commitSha, @Nullable String repositoryUrl) {

	private static final String FILE = "git.properties";

	private static final String COMMIT = "git.commit.sha";

	private static final String REPOSITORY = "git.repository_url";

	private static final Pattern SHA = Pattern.compile("[0-9a-f]{7,64}");

	private static final Pattern CREDENTIALS = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@");

	private static final Logger logger = LoggerFactory.getLogger(GitMetadata.class);

	/**
	 * Adds what is known to the tags of a profile. A tag of the user's counts more than a
	 * file of the build's, and less than what was set on purpose.
	 * @param tags the tags
	 * @param loader finds the file
	 */
	void addTo(Map<String, String> tags, @Nullable ClassLoader loader) {
		Properties built = read(loader);
		String sha = built.getProperty("git.commit.id.full", built.getProperty("git.commit.id", ""));
		if (SHA.matcher(sha).matches()) {
			tags.putIfAbsent(COMMIT, sha);
		}
		String url = withoutCredentials(built.getProperty("git.remote.origin.url", ""));
		if (!url.isBlank() && !url.contains("${")) {
			tags.putIfAbsent(REPOSITORY, url);
		}
		if (this.commitSha != null) {
			tags.put(COMMIT, this.commitSha);
		}
		if (this.repositoryUrl != null) {
			tags.put(REPOSITORY, this.repositoryUrl);
		}
	}

	static String checkedSha(String name, String sha) {
		String clean = sha.strip().toLowerCase(Locale.ROOT);
		if (!SHA.matcher(clean).matches()) {
			throw new IllegalArgumentException(
					"'" + name + "' must be the hash of a commit, 7 to 64 hexadecimal digits");
		}
		return clean;
	}

	static String withoutCredentials(String url) {
		return CREDENTIALS.matcher(url.strip()).replaceFirst("$1").replaceFirst("[?#].*$", "");
	}

	private static Properties read(@Nullable ClassLoader loader) {
		Properties properties = new Properties();
		try (InputStream in = (loader != null) ? loader.getResourceAsStream(FILE)
				: ClassLoader.getSystemResourceAsStream(FILE)) {
			if (in != null) {
				properties.load(in);
			}
		}
		catch (IOException | IllegalArgumentException ex) {
			logger.debug("{} cannot be read", FILE, ex);
		}
		return properties;
	}

}
