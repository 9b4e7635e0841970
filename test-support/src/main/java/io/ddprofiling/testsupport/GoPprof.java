package io.ddprofiling.testsupport;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reader of profiles that comes with Go, {@code go tool pprof}.
 */
public final class GoPprof {

	private static final Pattern ROW = Pattern
		.compile("\\s*\\S+\\s+(\\S+)%\\s+\\S+%\\s+\\S+\\s+\\S+%\\s+(.+?)(?: \\((?:partial-)?inline\\))?\\s*");

	private static final Pattern EXACT_ROW = Pattern.compile(
			"\\s*(-?\\d+)\\D*\\s+\\S+%\\s+\\S+%\\s+(-?\\d+)\\D*\\s+\\S+%\\s+(.+?)(?: \\((?:partial-)?inline\\))?\\s*");

	private GoPprof() {
	}

	/**
	 * Return whether there is a Go with pprof.
	 * @return whether there is pprof
	 */
	public static boolean available() {
		return Installed.GO;
	}

	/**
	 * Print the functions of a profile, failing with an {@link AssertionError}.
	 * @param file the profile
	 * @param sampleIndex the type of the column
	 * @return the output
	 */
	public static String top(Path file, String sampleIndex) {
		return pprof("-top", "-nodefraction=0", "-sample_index=" + sampleIndex, file.toAbsolutePath().toString());
	}

	/**
	 * Let pprof add up a profile, failing with an {@link AssertionError}.
	 * @param file the profile
	 * @param sampleIndex the type of the column
	 * @param unit the column's unit as pprof abbreviates it, such as {@code ns}
	 * @return the exact value of each function, without and with its callees, in order of
	 * the output
	 */
	public static Map<String, List<Long>> exactTop(Path file, String sampleIndex, String unit) {
		Map<String, List<Long>> values = new LinkedHashMap<>();
		// or it would leave out the parameters of C++ templates
		pprof("-top", "-symbolize=none", "-nodefraction=0", "-nodecount=100000", "-unit=" + unit,
				"-sample_index=" + sampleIndex, file.toAbsolutePath().toString())
			.lines()
			.dropWhile((line) -> !line.strip().startsWith("flat "))
			.skip(1)
			.forEach((line) -> {
				Matcher matcher = EXACT_ROW.matcher(line);
				Check.that(matcher.matches(), "row '%s' is not from pprof -top", line);
				values.put(matcher.group(3), List.of(Long.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2))));
			});
		return values;
	}

	/**
	 * Print the content of a profile, failing with an {@link AssertionError}.
	 * @param file the profile
	 * @return the output
	 */
	public static String raw(Path file) {
		return pprof("-raw", file.toAbsolutePath().toString());
	}

	/**
	 * Let pprof fetch a profile and print its functions, failing with an
	 * {@link AssertionError}.
	 * @param url the address of the profile
	 * @return the output
	 */
	public static String fetchTop(URI url) {
		return pprof("-top", "-nodefraction=0", url.toString());
	}

	/**
	 * Parse the output of {@link #top} and {@link #fetchTop}.
	 * @param topOutput the output
	 * @return the percentage of each function without its callees, in order of the output
	 */
	public static Map<String, Double> flatPercent(String topOutput) {
		Map<String, Double> percent = new LinkedHashMap<>();
		topOutput.lines().dropWhile((line) -> !line.strip().startsWith("flat ")).skip(1).forEach((line) -> {
			Matcher matcher = ROW.matcher(line);
			Check.that(matcher.matches(), "row '%s' is not from pprof -top", line);
			percent.merge(matcher.group(2), Double.valueOf(matcher.group(1)), Double::sum);
		});
		return percent;
	}

	private static String pprof(String... arguments) {
		Check.that(available(), "go tool pprof is not installed");
		List<String> line = new ArrayList<>(List.of("go", "tool", "pprof"));
		line.addAll(List.of(arguments));
		return go(line).run("PPROF_TMPDIR");
	}

	private static Command go(List<String> line) {
		Command command = new Command(line).with("GOTOOLCHAIN", "local");
		if (!writable("GOCACHE") && !writable("HOME")) {
			// kept between runs for the pprof that was built
			Path home = Path.of(System.getProperty("java.io.tmpdir"), "ddprofiling-go");
			command.with("HOME", home.toString())
				.with("GOCACHE", home.resolve("cache").toString())
				.with("GOPATH", home.resolve("path").toString());
		}
		return command;
	}

	private static boolean writable(String variable) {
		String directory = Objects.requireNonNullElse(System.getenv(variable), "");
		return !directory.isEmpty() && Files.isWritable(Path.of(directory));
	}

	private static final class Installed {

		private static final boolean GO = check();

		private static boolean check() {
			try {
				// Go from 1.25 on builds pprof here, which is slow at the first use
				go(List.of("go", "tool", "-n", "pprof")).within(Duration.ofMinutes(5)).run("PPROF_TMPDIR");
				return true;
			}
			catch (UncheckedIOException | AssertionError ex) {
				return false;
			}
		}

	}

}
