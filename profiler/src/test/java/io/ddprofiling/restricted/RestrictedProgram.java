package io.ddprofiling.restricted;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;
import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerBuilder;
import io.ddprofiling.ProfilerState;
import io.ddprofiling.ProfilerStatus;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;

/**
 * An application that profiles itself, does some work, prints what the profiler says of
 * it, a line for each fact, and ends. Its arguments are the directory of the store and,
 * if it is given, the native library.
 */
public final class RestrictedProgram {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final Object MONITOR = new Object();

	private static final ReentrantLock LOCK = new ReentrantLock();

	private static volatile Object sink = MONITOR;

	private RestrictedProgram() {
	}

	public static void main(String[] arguments) throws Exception {
		ProfilerBuilder builder = Profiler.plainBuilder()
			.storeDirectory(Path.of(arguments[0]))
			.uploadMode(UploadMode.NEVER)
			.cpuInterval(Duration.ofMillis(Integer.getInteger("cpu.interval", 10)))
			.kernelFrames(Boolean.getBoolean("cpu.kernel-frames"))
			.lockInterval(Duration.ofMillis(1));
		if (arguments.length > 1) {
			builder.libraryPath(Path.of(arguments[1]));
		}
		try (Profiler profiler = builder.build()) {
			profiler.start();
			long before = SYSTEM.getProcessCpuTime();
			work();
			long used = SYSTEM.getProcessCpuTime() - before;
			print(profiler.status());
			if (profiler.status().state() == ProfilerState.RUNNING) {
				print(profiler.snapshot(Duration.ofMinutes(5)).profile(EnumSet.allOf(ProfileType.class)), used);
			}
		}
		System.out.println("ended=well");
	}

	private static void print(ProfilerStatus status) {
		System.out.println("state=" + status.state().id());
		System.out.println("reason=" + status.reason());
		System.out.println("engine=" + status.engine());
		System.out.println("hints=" + status.hints());
		status.types().forEach((type) -> {
			System.out.println(type.type().id() + ".effective=" + type.effective());
			System.out.println(type.type().id() + ".reason=" + type.reason());
		});
	}

	private static void print(Profile profile, long cpuNanos) {
		for (ProfileType type : ProfileType.values()) {
			System.out.println(type.id() + ".samples=" + profile.samples(type));
		}
		System.out.println("cpu.percent=" + 100 * profile.total(ProfileType.CPU.value()) / cpuNanos);
		System.out.println("kernel.frames=" + IntStream.range(0, profile.rows())
			.map(profile::stack)
			.filter((stack) -> isInKernel(profile, stack))
			.count());
	}

	private static boolean isInKernel(Profile profile, int stack) {
		return IntStream.range(0, profile.depth(stack))
			.mapToObj((frame) -> profile.functionName(profile.function(profile.frame(stack, frame))))
			.anyMatch((name) -> name.contains("syscall_64") || name.contains("el0_svc"));
	}

	private static void work() throws InterruptedException {
		long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
		Thread[] threads = { new Thread(() -> contend(end)), new Thread(() -> contend(end)),
				new Thread(() -> copy(end)) };
		for (Thread thread : threads) {
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private static void contend(long end) {
		while (System.nanoTime() < end) {
			synchronized (MONITOR) {
				allocate(5_000_000);
			}
			LOCK.lock();
			try {
				allocate(5_000_000);
			}
			finally {
				LOCK.unlock();
			}
			allocate(1_000_000);
		}
	}

	private static void allocate(long nanos) {
		long end = System.nanoTime() + nanos;
		while (System.nanoTime() < end) {
			sink = new byte[1000];
		}
	}

	// time in the kernel
	private static void copy(long end) {
		byte[] buffer = new byte[64 * 1024];
		try (InputStream zeros = new FileInputStream("/dev/zero")) {
			while (System.nanoTime() < end) {
				sink = zeros.read(buffer);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
