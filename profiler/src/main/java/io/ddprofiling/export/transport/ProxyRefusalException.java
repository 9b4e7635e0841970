package io.ddprofiling.export.transport;

import java.io.IOException;

/**
 * A proxy does not open a tunnel.
 */
final class ProxyRefusalException extends IOException {

	private static final long serialVersionUID = 1L;

	private final int status;

	ProxyRefusalException(HttpProxy proxy, int status) {
		super("The proxy " + proxy + " opened no connection: HTTP " + status);
		this.status = status;
	}

	int status() {
		return this.status;
	}

}
