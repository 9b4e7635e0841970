package io.ddprofiling.sample;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SupplierClient} and {@link SupplierServer}.
 */
class SupplierClientTests {

	private final SupplierServer server = new SupplierServer();

	private final SupplierClient client = new SupplierClient(this.server);

	@AfterEach
	void stopServer() {
		this.server.stop();
	}

	@Test
	void stockIsTheAnswerOfTheSupplier() {
		this.server.start();

		assertThat(this.client.stock(12)).isEqualTo(new SupplierClient.Stock(12, "Supplier 12 has 42 units"));
	}

	@Test
	void stockWaitsInASocketReadUntilTheAnswer() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
			Thread customer = new Thread(() -> new SupplierClient(serverAt(silent)).stock(12));
			customer.start();

			try (Socket request = silent.accept()) {
				await().until(() -> readsFromSocket(customer.getStackTrace()));
				request.getOutputStream().write('\n');
			}

			customer.join();
		}
	}

	@Test
	void stoppedSupplierAnswersAgainAfterARestart() {
		this.server.start();
		this.server.stop();
		assertThat(this.server.isRunning()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> this.client.stock(12));

		this.server.start();

		assertThat(this.client.stock(12).supplier()).isEqualTo(12);
	}

	private static SupplierServer serverAt(ServerSocket socket) {
		return new SupplierServer() {

			@Override
			InetSocketAddress address() {
				return (InetSocketAddress) socket.getLocalSocketAddress();
			}

		};
	}

	private static boolean readsFromSocket(StackTraceElement[] stack) {
		for (StackTraceElement frame : stack) {
			if (frame.getClassName().contains("Socket") && frame.getMethodName().equals("read")) {
				return true;
			}
		}
		return false;
	}

}
