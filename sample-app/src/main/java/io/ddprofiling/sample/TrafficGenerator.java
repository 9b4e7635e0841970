package io.ddprofiling.sample;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Customers who visit the shop over HTTP, all the same page at the same moment, so that
 * orders contend.
 */
@Component
class TrafficGenerator implements SmartLifecycle {

	static final int CUSTOMERS = 4;

	static final List<String> MIX = List.of("/products/{n}/price", "/carts/{n}", "/coupons/SAVE{n}",
			"/products/{n}/price", "/carts/{n}", "/orders/checkout", "/reports/2026-01-{n}", "/products/{n}/price",
			"/carts/{n}", "/suppliers/{n}");

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(TrafficGenerator.class);

	private final TrafficProperties properties;

	private final Environment environment;

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile @Nullable ScheduledExecutorService threads;

	TrafficGenerator(TrafficProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
	}

	// The default phase comes after the web server at the start and before it at the end.
	@Override
	public void start() {
		String port = this.environment.getProperty("local.server.port");
		if (port == null) {
			logger.info("No traffic, as there is no web server");
			return;
		}
		CustomizableThreadFactory threadFactory = new CustomizableThreadFactory("sample-traffic-");
		threadFactory.setDaemon(true);
		ScheduledExecutorService threads = Executors.newScheduledThreadPool(CUSTOMERS, threadFactory);
		this.threads = threads;
		RestClient client = client("http://localhost:" + port);
		long period = TimeUnit.SECONDS.toMicros(CUSTOMERS) / this.properties.requestsPerSecond();
		for (int customer = 0; customer < CUSTOMERS; customer++) {
			threads.scheduleAtFixedRate(new Customer(client), period, period, TimeUnit.MICROSECONDS);
		}
	}

	private static RestClient client(String baseUrl) {
		SimpleClientHttpRequestFactory requestFactory = new SimpleClientHttpRequestFactory();
		requestFactory.setConnectTimeout(TIMEOUT);
		requestFactory.setReadTimeout(TIMEOUT);
		return RestClient.builder().requestFactory(requestFactory).baseUrl(baseUrl).build();
	}

	@Override
	public void stop() {
		ScheduledExecutorService threads = this.threads;
		this.threads = null;
		if (threads == null) {
			return;
		}
		threads.shutdownNow();
		try {
			threads.awaitTermination(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.threads != null;
	}

	@Override
	public boolean isAutoStartup() {
		return this.properties.enabled();
	}

	/**
	 * Walks through the {@link #MIX}, with the numbers 10 to 19 in turn.
	 */
	private final class Customer implements Runnable {

		private final RestClient client;

		private int step;

		Customer(RestClient client) {
			this.client = client;
		}

		@Override
		public void run() {
			try {
				visit(MIX.get(this.step % MIX.size()), 10 + this.step / MIX.size());
			}
			catch (Throwable ex) {
				if (isRunning() && TrafficGenerator.this.warned.compareAndSet(false, true)) {
					logger.warn("A visit failed; further failures are not logged", ex);
				}
			}
			this.step = (this.step + 1) % (10 * MIX.size());
		}

		// the plain exchange does not turn the 400 of a coupon into an exception
		private void visit(String path, int number) {
			this.client.get()
				.uri(path, number)
				.exchange((request, response) -> response.getBody().transferTo(OutputStream.nullOutputStream()));
		}

	}

}
