package io.ddprofiling.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * A slow partner of the shop on a loopback port: it answers one line after
 * {@link #ANSWER_DELAY}.
 */
@Component
class SupplierServer implements SmartLifecycle {

	static final Duration ANSWER_DELAY = Duration.ofMillis(50);

	private static final int READ_TIMEOUT_MILLIS = 1000;

	private static final Log logger = LogFactory.getLog(SupplierServer.class);

	private volatile @Nullable Running running;

	InetSocketAddress address() {
		Running running = this.running;
		if (running == null) {
			throw new IllegalStateException("The supplier is closed");
		}
		return (InetSocketAddress) running.socket().getLocalSocketAddress();
	}

	@Override
	public void start() {
		CustomizableThreadFactory threadFactory = new CustomizableThreadFactory("sample-supplier-");
		threadFactory.setDaemon(true);
		try {
			ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
			Running running = new Running(socket, Executors.newScheduledThreadPool(2, threadFactory));
			this.running = running;
			running.threads().execute(() -> accept(running));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(Running running) {
		try {
			while (true) {
				Socket socket = running.socket().accept();
				running.threads().schedule(() -> answer(socket), ANSWER_DELAY.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (IOException | RejectedExecutionException ex) {
			if (!running.socket().isClosed()) {
				logger.warn("The supplier takes no more requests", ex);
			}
		}
	}

	private void answer(Socket socket) {
		try (socket) {
			socket.setSoTimeout(READ_TIMEOUT_MILLIS);
			String supplier = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
				.readLine();
			socket.getOutputStream().write((supplier + " has 42 units\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			logger.debug("A request to the supplier was given up", ex);
		}
	}

	@Override
	public void stop() {
		Running running = this.running;
		this.running = null;
		if (running != null) {
			running.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running != null;
	}

	// Before the web server starts and after it stopped, so that no request misses it.
	@Override
	public int getPhase() {
		return 0;
	}

	/**
	 * What is open between start and stop.
	 *
	 * @param socket where requests arrive
	 * @param threads one that accepts requests and one that answers them
	 */
	private record Running(ServerSocket socket, ScheduledExecutorService threads) implements AutoCloseable {

		@Override
		public void close() {
			try {
				this.socket.close();
			}
			catch (IOException ex) {
				logger.debug("The socket of the supplier was not closed", ex);
			}
			this.threads.shutdownNow();
		}

	}

}
