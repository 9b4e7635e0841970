package io.ddprofiling.sample.peers;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

import io.ddprofiling.sample.SampleApplication;

/**
 * The shop that starts Pyroscope's agent in its own code, once the profiler runs.
 */
public final class ShopBeforePyroscope {

	private ShopBeforePyroscope() {
	}

	public static void main(String[] args) throws Exception {
		SampleApplication.main(args);
		URL jar = Path.of(System.getProperty("peers.agent")).toUri().toURL();
		ClassLoader loader = new URLClassLoader(new URL[] { jar });
		Class<?> config = loader.loadClass("io.pyroscope.javaagent.config.Config");
		loader.loadClass("io.pyroscope.javaagent.PyroscopeAgent")
			.getMethod("start", config)
			.invoke(null, config.getMethod("build").invoke(null));
	}

}
