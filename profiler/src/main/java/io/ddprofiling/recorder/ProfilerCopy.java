package io.ddprofiling.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;

import one.profiler.AsyncProfiler;
import org.jspecify.annotations.Nullable;

/**
 * Another async-profiler beside the one that samples the application: a session can have
 * only one event besides the clocks and allocations, and CPU time takes that place. A
 * class loader of its own makes the JVM bind its classes to another copy of the library.
 */
final class ProfilerCopy {

	private static @Nullable ProfilerCopy loaded;

	private final Object profiler;

	private final Method execute;

	private ProfilerCopy(Path library) throws IOException {
		try {
			Class<?> type = new Loader().loadClass(AsyncProfiler.class.getName());
			this.profiler = type.getMethod("getInstance", String.class)
				.invoke(null, library.toAbsolutePath().toString());
			this.execute = type.getMethod("execute", String.class);
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			Throwable cause = (ex instanceof InvocationTargetException invoked) ? invoked.getTargetException() : ex;
			throw new IOException("not a second time: " + cause.getMessage(), ex);
		}
	}

	// once for the life of the JVM, as a library cannot be unloaded
	static synchronized ProfilerCopy load(@Nullable Path libraryPath, Path directory) throws RecorderException {
		ProfilerCopy copy = loaded;
		if (copy == null) {
			copy = NativeLibrary.bindCopy(libraryPath, directory, ProfilerCopy::new);
			loaded = copy;
		}
		return copy;
	}

	// loads it, unless it was loaded before, and arms it for a moment
	static synchronized void prepare(@Nullable Path libraryPath, Path directory) throws RecorderException {
		if (loaded == null) {
			ExceptionSession.rehearse(load(libraryPath, directory), directory);
		}
	}

	String execute(String command) throws RecorderException {
		return NativeCommands.execute(command, this::invoke);
	}

	private String invoke(String command) throws IOException {
		try {
			return (String) this.execute.invoke(this.profiler, command);
		}
		catch (InvocationTargetException ex) {
			Throwable cause = ex.getTargetException();
			if (cause instanceof RuntimeException refusal) {
				throw refusal;
			}
			throw new IOException(cause.getMessage(), cause);
		}
		catch (IllegalAccessException ex) {
			throw new IOException("async-profiler cannot be called", ex);
		}
	}

	/**
	 * Defines async-profiler's classes anew.
	 */
	private static final class Loader extends ClassLoader {

		private static final String PACKAGE = AsyncProfiler.class.getPackageName() + ".";

		Loader() {
			super(AsyncProfiler.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith(PACKAGE)) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> known = findLoadedClass(name);
				return (known != null) ? known : define(name);
			}
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			String resource = name.replace('.', '/') + ".class";
			try (InputStream content = getParent().getResourceAsStream(resource)) {
				if (content == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] bytes = content.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
