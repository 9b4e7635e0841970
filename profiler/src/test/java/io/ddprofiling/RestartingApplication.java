package io.ddprofiling;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;

import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.recorder.TypeStatus;

/**
 * An application that is started again and again in one JVM, each time with all its
 * classes from a new class loader, as developers' tools and application servers do.
 */
public final class RestartingApplication {

	private RestartingApplication() {
	}

	public static void main(String[] args) throws Exception {
		List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
		for (int i = 0; i < Integer.parseInt(args[1]); i++) {
			loaders.add(runInNewLoader(args[0]));
			System.gc();
		}
		for (int i = 0; i < 50 && alive(loaders) > 1; i++) {
			System.gc();
			Thread.sleep(20);
		}
		System.out.println("alive=" + alive(loaders));
	}

	/**
	 * What happens in each class loader.
	 * @param store where recordings are kept
	 */
	public static void run(String store) {
		try (Profiler profiler = Profiler.plainBuilder()
			.service("restarting")
			.uploadMode(UploadMode.NEVER)
			.storeDirectory(Path.of(store))
			.build()) {
			profiler.start();
			ProfilerStatus status = profiler.status();
			burn();
			long samples = profiler.snapshot(Duration.ofMinutes(1))
				.profile(EnumSet.of(ProfileType.CPU))
				.samples(ProfileType.CPU);
			System.out.println("state=" + status.state().id() + " cpu=" + (samples > 0) + " off=" + off(status)
					+ " reason=" + status.reason());
		}
	}

	private static long alive(List<WeakReference<ClassLoader>> loaders) {
		return loaders.stream().filter((loader) -> loader.get() != null).count();
	}

	private static String off(ProfilerStatus status) {
		return status.types()
			.stream()
			.filter((type) -> !type.asked().equals(TypeStatus.OFF) && type.effective().equals(TypeStatus.OFF))
			.map((type) -> type.type().id() + " (" + type.reason() + ")")
			.collect(Collectors.joining(","));
	}

	private static WeakReference<ClassLoader> runInNewLoader(String store) throws Exception {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			urls.add(Path.of(entry).toUri().toURL());
		}
		try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Method run = loader.loadClass(RestartingApplication.class.getName()).getMethod("run", String.class);
			run.invoke(null, store);
			return new WeakReference<>(loader);
		}
	}

	private static void burn() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long end = threads.getCurrentThreadCpuTime() + Duration.ofMillis(300).toNanos();
		double sum = 0;
		while (threads.getCurrentThreadCpuTime() < end) {
			sum += Math.sin(sum) + new byte[100].length;
		}
	}

}
