package io.ddprofiling.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks that whatever is logged as a warning or an error begins with a code of its own,
 * and that {@code troubleshooting.md} explains it.
 */
class LogCodeTests {

	private static final Pattern CALL = Pattern.compile("(?:logger(?:\\.|::)(?:warn|error)|log\\.trouble)\\b\\(?\\s*");

	private static final Pattern CODE = Pattern.compile("\"(DDP-[0-9]{3}) ");

	private static final Pattern DOCUMENTED = Pattern.compile("(?m)^### (DDP-[0-9]{3}): \\S.*$");

	// writes what others have given it
	private static final String FORWARDER = "RateLimitedLog.java";

	private static final List<Path> sources = new ArrayList<>();

	@BeforeAll
	static void findSources() throws IOException {
		for (String module : List.of("profiler", "autoconfigure")) {
			try (Stream<Path> files = Files.walk(ManualFile.ROOT.resolve(module + "/src/main/java"))) {
				files.filter((file) -> file.toString().endsWith(".java") && !file.endsWith(FORWARDER))
					.forEach(sources::add);
			}
		}
	}

	@Test
	void everyWarningHasACode() throws IOException {
		List<String> without = new ArrayList<>();
		int calls = 0;
		for (Path source : sources) {
			String text = Files.readString(source);
			Matcher call = CALL.matcher(text);
			while (call.find()) {
				calls++;
				if (!CODE.matcher(text).region(call.end(), text.length()).lookingAt()) {
					without.add(source.getFileName() + ": "
							+ text.substring(call.start(), text.indexOf('\n', call.start())));
				}
			}
		}

		assertThat(calls).isGreaterThan(20);
		assertThat(without).as("messages without a code, as in logger.warn(\"DDP-101 ...\")").isEmpty();
	}

	@Test
	void everyCodeIsUsedOnceAndExplained() throws IOException {
		Map<String, Integer> used = new TreeMap<>();
		for (Path source : sources) {
			for (MatchResult code : CODE.matcher(Files.readString(source)).results().toList()) {
				used.merge(code.group(1), 1, Integer::sum);
			}
		}
		List<String> documented = DOCUMENTED.matcher(ManualFile.of("troubleshooting.md").text())
			.results()
			.map((heading) -> heading.group(1))
			.toList();

		assertThat(used.values()).allMatch((times) -> times == 1);
		assertThat(documented).doesNotHaveDuplicates().containsExactlyElementsOf(used.keySet());
	}

}
