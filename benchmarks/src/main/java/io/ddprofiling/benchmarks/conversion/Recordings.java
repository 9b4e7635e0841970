package io.ddprofiling.benchmarks.conversion;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Makes the recordings that are converted: a few seconds and a minute of the sample shop,
 * which visits itself two hundred times a second, and what ten minutes of a program with
 * 20,000 distinct stacks come to. Arguments: the directory to make them in, and the
 * shop's executable jar.
 */
public final class Recordings {

	static final String SMALL = "small";

	static final String BOOT_MINUTE = "boot-minute";

	static final String MANY_STACKS = "many-stacks";

	/**
	 * Smallest first.
	 */
	static final List<String> NAMES = List.of(SMALL, BOOT_MINUTE, MANY_STACKS);

	private static final Duration WARM_UP = Duration.ofSeconds(30);

	private Recordings() {
	}

	/**
	 * Makes the recordings.
	 * @param args see the class
	 * @throws Exception if the shop cannot be started or asked
	 */
	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]).toAbsolutePath();
		shop(directory, SMALL, Path.of(args[1]), Duration.ofSeconds(5));
		shop(directory, BOOT_MINUTE, Path.of(args[1]), Duration.ofSeconds(60));
		manyStacks(directory);
		for (Recording recording : Recording.all(directory)) {
			System.out.printf("%s: %d chunks, %,d bytes%n", recording.name(), recording.chunks().size(),
					recording.bytes());
		}
	}

	private static void shop(Path directory, String name, Path jar, Duration length) throws Exception {
		try (Shop shop = Shop.start(jar, directory.resolve(name))) {
			Thread.sleep(WARM_UP.toMillis());
			shop.capture(length);
		}
	}

	private static void manyStacks(Path directory) throws IOException, InterruptedException {
		Jvm.run(ManyStacks.class, List.of("-Xmx1g"), directory.resolve(MANY_STACKS).toString());
	}

}
