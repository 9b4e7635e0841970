package io.ddprofiling;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import one.profiler.AsyncProfiler;

/**
 * A second copy of async-profiler in this JVM, as an agent with a copy of its own brings
 * it.
 */
public final class AnotherAsyncProfiler implements AutoCloseable {

	private final Path library;

	private final Method execute;

	private final Object profiler;

	/**
	 * Load the copy.
	 * @param directory where to put the library
	 * @throws Exception if it cannot be loaded
	 */
	public AnotherAsyncProfiler(Path directory) throws Exception {
		this.library = directory.toRealPath().resolve("libasyncProfiler-another.so");
		try (InputStream content = AsyncProfiler.class.getResourceAsStream(resource())) {
			Files.copy(content, this.library);
		}
		URL jar = AsyncProfiler.class.getProtectionDomain().getCodeSource().getLocation();
		// stays open, like the library
		Class<?> type = new URLClassLoader(new URL[] { jar }, null).loadClass(AsyncProfiler.class.getName());
		this.profiler = type.getMethod("getInstance", String.class).invoke(null, this.library.toString());
		this.execute = type.getMethod("execute", String.class);
	}

	/**
	 * Return its native library.
	 * @return the file
	 */
	public Path library() {
		return this.library;
	}

	/**
	 * Execute a command.
	 * @param command the command
	 * @return the answer
	 * @throws Exception if the command is refused
	 */
	public String execute(String command) throws Exception {
		return (String) this.execute.invoke(this.profiler, command);
	}

	@Override
	public void close() throws Exception {
		execute("stop");
	}

	private static String resource() {
		if (System.getProperty("os.name").startsWith("Mac")) {
			return "/macos/libasyncProfiler.so";
		}
		return System.getProperty("os.arch").equals("aarch64") ? "/linux-arm64/libasyncProfiler.so"
				: "/linux-x64/libasyncProfiler.so";
	}

}
