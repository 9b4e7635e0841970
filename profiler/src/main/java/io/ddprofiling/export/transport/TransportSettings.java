package io.ddprofiling.export.transport;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * How to reach servers over TCP.
 *
 * @param proxy the proxy to go through, or {@code null} for none; never used for this
 * machine
 * @param tls whom to trust, asked for each connection, or {@code null} for the JVM's
 * default
 * @since 0.1.0
 */
public record TransportSettings(@Nullable HttpProxy proxy, @Nullable Supplier<SSLContext> tls) {

	/**
	 * Straight to the server, with the JVM's trust.
	 */
	public static final TransportSettings DEFAULT = new TransportSettings(null, null);

}
