package io.ddprofiling.peers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Semaphore;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.ddprofiling.Profiler;
import io.ddprofiling.export.datadog.UploadMode;

/**
 * A program that knows what it costs: it burns CPU time in two methods, allocates in two,
 * waits for a lock in one, says how much of each it was, and then is idle until its input
 * ends. With arguments, it is profiled by us.
 */
public final class KnownWork {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int TURNS = 50;

	private static final Object LOCK = new Object();

	private static volatile Object sink = LOCK;

	private static volatile double number;

	private final Properties costs = new Properties();

	private KnownWork() {
	}

	public static void main(String[] args) throws Exception {
		Profiler profiler = (args.length != 0) ? profiler(URI.create(args[0]), Path.of(args[1])) : null;
		if (profiler != null) {
			profiler.start();
		}
		KnownWork work = new KnownWork();
		work.run();
		System.out.println(work.costs);
		awaitEnd();
		if (profiler != null) {
			profiler.stop();
		}
	}

	private static Profiler profiler(URI backend, Path store) {
		return Profiler.plainBuilder()
			.service("known")
			.storeDirectory(store)
			.uploadPeriod(Duration.ofSeconds(30))
			.allocationInterval(64 * 1024)
			.lockInterval(Duration.ofMillis(1))
			.maxOverhead(0)
			.maxSamples(0)
			.pyroscope((server) -> server.url(backend))
			.otlp((server) -> server.url(backend))
			.uploadMode(UploadMode.NEVER)
			.build();
	}

	private void run() throws InterruptedException {
		for (int turn = 0; turn < TURNS; turn++) {
			cpu("burnMore", () -> burnMore(75_000_000));
			cpu("burnLess", () -> burnLess(25_000_000));
			allocated("makeSmall", KnownWork::makeSmall);
			allocated("makeLarge", KnownWork::makeLarge);
		}
		for (int turn = 0; turn < TURNS; turn++) {
			contend();
		}
		this.costs.put("process", Long
			.toString(((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()));
	}

	private void cpu(String method, Runnable work) {
		long before = THREADS.getCurrentThreadCpuTime();
		work.run();
		add(method, THREADS.getCurrentThreadCpuTime() - before);
	}

	private void allocated(String method, Runnable work) {
		long before = THREADS.getCurrentThreadAllocatedBytes();
		work.run();
		add(method, THREADS.getCurrentThreadAllocatedBytes() - before);
	}

	private void add(String what, long cost) {
		this.costs.merge(what, Long.toString(cost),
				(all, one) -> Long.toString(Long.parseLong(all.toString()) + Long.parseLong(one.toString())));
	}

	static void burnMore(long nanos) {
		long end = THREADS.getCurrentThreadCpuTime() + nanos;
		while (THREADS.getCurrentThreadCpuTime() < end) {
			number += spin(number);
		}
	}

	static void burnLess(long nanos) {
		long end = THREADS.getCurrentThreadCpuTime() + nanos;
		while (THREADS.getCurrentThreadCpuTime() < end) {
			number += spin(number);
		}
	}

	private static double spin(double from) {
		double sum = from;
		for (int i = 0; i < 50_000; i++) {
			sum += Math.sqrt(sum + i);
		}
		return sum % 2;
	}

	static void makeSmall() {
		for (int i = 0; i < 4000; i++) {
			sink = new byte[1000];
		}
	}

	static void makeLarge() {
		for (int i = 0; i < 40; i++) {
			sink = new byte[100_000];
		}
	}

	// a thread waits for as long as another holds the lock
	private void contend() throws InterruptedException {
		Semaphore held = new Semaphore(0);
		Thread holder = new Thread(() -> hold(held), "holder");
		holder.start();
		held.acquire();
		long before = System.nanoTime();
		waitForLock();
		add("waitForLock", System.nanoTime() - before);
		add("waits", 1);
		holder.join();
	}

	private static void hold(Semaphore held) {
		synchronized (LOCK) {
			held.release();
			try {
				Thread.sleep(20);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	static void waitForLock() {
		synchronized (LOCK) {
			number++;
		}
	}

	private static void awaitEnd() throws IOException {
		int read = System.in.read();
		while (read >= 0) {
			read = System.in.read();
		}
	}

}
