package io.ddprofiling.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.springframework.stereotype.Component;

/**
 * Slow I/O: {@link #stock} waits in a socket read until the {@link SupplierServer}
 * answers.
 */
@Component
class SupplierClient {

	private static final int TIMEOUT_MILLIS = 5000;

	private final SupplierServer server;

	SupplierClient(SupplierServer server) {
		this.server = server;
	}

	Stock stock(long supplier) {
		try (Socket socket = new Socket()) {
			socket.connect(this.server.address(), TIMEOUT_MILLIS);
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(("Supplier " + supplier + "\n").getBytes(StandardCharsets.UTF_8));
			String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
				.readLine();
			return new Stock(supplier, String.valueOf(answer));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a supplier has.
	 *
	 * @param supplier the id of the supplier
	 * @param answer the line it answered
	 */
	record Stock(long supplier, String answer) {

	}

}
