package io.ddprofiling.jfr;

import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.recorder.AsyncProfilerRecorder;
import io.ddprofiling.recorder.FlightRecorderRecorder;
import io.ddprofiling.recorder.Recorder;
import io.ddprofiling.recorder.RecorderException;

/**
 * A program that works below classes the JVM generates, and prints the Java functions it
 * was seen in. The arguments are an engine, a directory, and how many classes to have
 * generated before, which moves the numbers of the others.
 */
public final class GeneratedCode {

	/**
	 * CPU time that is long enough for the sampler that looks least often to see it
	 * several times.
	 */
	private static final long NANOS = 150_000_000;

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000);

	private static boolean working;

	private GeneratedCode() {
	}

	public static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[1]);
		moveNumbers(Integer.parseInt(arguments[2]));
		Recording recording = Recording.start(recorder(arguments[0], directory), directory);
		for (Callable<?> way : ways()) {
			working = false;
			// the JVM generates accessors for what is called often
			for (int i = 0; i < 50; i++) {
				way.call();
			}
			working = true;
			way.call();
		}
		functions(recording.stop().profile()).forEach(System.out::println);
	}

	private static Recorder recorder(String engine, Path directory) throws RecorderException {
		return engine.equals("jfr") ? new FlightRecorderRecorder(RATES, 512, directory)
				: new AsyncProfilerRecorder(RATES, 512, false, null, directory);
	}

	private static void moveNumbers(int classes) throws Exception {
		for (int i = 0; i < classes; i++) {
			hidden();
		}
		if (classes > 0) {
			proxy(Callable.class);
			Supplier<Runnable> other = () -> () -> {
			};
			other.get().run();
		}
	}

	private static List<Callable<?>> ways() throws Exception {
		MethodHandle handle = MethodHandles.lookup()
			.findStatic(GeneratedCode.class, "work", MethodType.methodType(String.class));
		Method method = GeneratedCode.class.getDeclaredMethod("work");
		Supplier<?> made = MethodHandleProxies.asInterfaceInstance(Supplier.class, handle);
		Supplier<?> hidden = hidden();
		Supplier<?> proxy = proxy(Supplier.class);
		PackagePrivate other = proxy(PackagePrivate.class);
		Supplier<Supplier<String>> nested = () -> () -> work();
		MethodHandle bound = MethodHandles.filterReturnValue(handle,
				MethodHandles.dropArguments(MethodHandles.constant(Object.class, 1), 0, String.class));
		return List.of(GeneratedCode::work, () -> nested.get().get(), () -> method.invoke(null), made::get, hidden::get,
				proxy::get, other::run, () -> invoke(bound));
	}

	private static Object invoke(MethodHandle handle) throws Exception {
		try {
			return handle.invoke();
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static <T> T proxy(Class<T> type) {
		return type.cast(Proxy.newProxyInstance(GeneratedCode.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> work()));
	}

	private static Supplier<?> hidden() throws Exception {
		try (InputStream code = GeneratedCode.class.getResourceAsStream("GeneratedCode$Hidden.class")) {
			return (Supplier<?>) MethodHandles.lookup()
				.defineHiddenClass(code.readAllBytes(), true)
				.lookupClass()
				.getDeclaredConstructor()
				.newInstance();
		}
	}

	static String work() {
		if (working) {
			long end = THREADS.getCurrentThreadCpuTime() + NANOS;
			while (THREADS.getCurrentThreadCpuTime() < end) {
				Work.burn(1);
			}
		}
		return "";
	}

	// without what the work itself does, and what the threads of the JVM do
	private static TreeSet<String> functions(Profile profile) {
		TreeSet<String> functions = new TreeSet<>();
		for (int row = 0; row < profile.rows(); row++) {
			List<String> names = new ArrayList<>(Recording.stack(profile, row));
			int work = names.indexOf(GeneratedCode.class.getName() + ".work");
			if (work >= 0) {
				functions.addAll(names.subList(work, names.size()));
			}
		}
		return functions;
	}

	interface PackagePrivate {

		Object run();

	}

	static final class Hidden implements Supplier<Object> {

		@Override
		public Object get() {
			return work();
		}

	}

}
