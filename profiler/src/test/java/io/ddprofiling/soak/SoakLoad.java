package io.ddprofiling.soak;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.ddprofiling.Profiler;
import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.SnapshotView;
import io.ddprofiling.profile.ProfileType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What keeps the process busy: 10,000 short threads a minute, classes that are loaded
 * over and over again and unloaded, exceptions, and snapshots at random.
 */
final class SoakLoad implements AutoCloseable {

	private static final long THREAD_DISTANCE_MILLIS = 6;

	private final Profiler profiler;

	private final Random random = new Random(20);

	private final AtomicInteger shortLived = new AtomicInteger();

	private final AtomicLong snapshots = new AtomicLong();

	private final AtomicReference<Throwable> trouble = new AtomicReference<>();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean ended;

	SoakLoad(Profiler profiler) {
		this.profiler = profiler;
	}

	void start() {
		run("soak-threads", this::startThread, THREAD_DISTANCE_MILLIS);
		run("soak-classes", SoakLoad::loadClass, 100);
		run("soak-snapshots", this::takeSnapshot, 2000);
	}

	long snapshots() {
		return this.snapshots.get();
	}

	int shortLivedThreads() {
		return this.shortLived.get();
	}

	void assertHealthy() {
		assertThat(this.trouble.get()).isNull();
		assertThat(this.snapshots.get()).isPositive();
	}

	@Override
	public void close() throws InterruptedException {
		this.ended = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	private void run(String name, Step step, long distanceMillis) {
		Thread thread = new Thread(() -> {
			while (!this.ended) {
				try {
					step.run();
					Thread.sleep(distanceMillis);
				}
				catch (Throwable ex) {
					this.trouble.compareAndSet(null, ex);
				}
			}
		}, name);
		this.threads.add(thread);
		thread.start();
	}

	private void startThread() {
		this.shortLived.incrementAndGet();
		new Thread(() -> {
			try {
				SoakWork.work();
			}
			finally {
				this.shortLived.decrementAndGet();
			}
		}, "soak-short").start();
	}

	private static void loadClass() throws ReflectiveOperationException {
		Class<?> work = new OwnLoader().loadClass(SoakWork.class.getName());
		work.getMethod("work").invoke(null);
	}

	private void takeSnapshot() throws IOException {
		SnapshotFormat format = SnapshotFormat.values()[this.random.nextInt(SnapshotFormat.values().length)];
		List<ProfileType> types = List.copyOf(format.types());
		ProfileType type = types.get(this.random.nextInt(types.size()));
		SnapshotView view = SnapshotView.of(type);
		if (format.takesBaseline()) {
			view = view.comparedWith(this.profiler.snapshot(Duration.ofSeconds(60)));
		}
		byte[] encoded = format.encode(this.profiler.snapshot(Duration.ofSeconds(1 + this.random.nextInt(60))), view);
		this.snapshots.incrementAndGet();
		assertThat(encoded.length > 0 || format == SnapshotFormat.COLLAPSED).as("%s of %s", format, type).isTrue();
	}

	/**
	 * A turn of the load.
	 */
	private interface Step {

		void run() throws Exception;

	}

	/**
	 * Loads the work anew.
	 */
	private static final class OwnLoader extends ClassLoader {

		OwnLoader() {
			super(SoakLoad.class.getClassLoader());
		}

		@Override
		public Class<?> loadClass(String name) throws ClassNotFoundException {
			if (!name.equals(SoakWork.class.getName())) {
				return super.loadClass(name);
			}
			try (InputStream content = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = content.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
