package io.ddprofiling.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The name and version under which this library presents itself to backends.
 *
 * @since 0.1.0
 */
public final class ClientVersion {

	/**
	 * The name of this library.
	 */
	public static final String NAME = "ddprofiling";

	/**
	 * The version of this library.
	 */
	public static final String VERSION = read();

	private ClientVersion() {
	}

	private static String read() {
		try (InputStream in = ClientVersion.class.getResourceAsStream("/io/ddprofiling/ddprofiling.properties")) {
			Properties properties = new Properties();
			if (in != null) {
				properties.load(in);
			}
			return properties.getProperty("version", "unknown");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
