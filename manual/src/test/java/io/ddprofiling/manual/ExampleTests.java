package io.ddprofiling.manual;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the commands of all pages against the shop. With {@code -Ddocs.update=true}, the
 * answers of some pages are written anew.
 */
class ExampleTests {

	/**
	 * Pages whose answers are written from those of the shop.
	 */
	private static final Set<String> GENERATED = Set.of("src/docs/endpoint.md", "src/docs/observability.md");

	/**
	 * What is there or not, as it happens.
	 */
	private static final String BY_CHANCE = ".*\\.(reason|note|hints|neighbours|problems)(\\[])?";

	/**
	 * A capture takes its time.
	 */
	private static final int MOST_TRIES = 100;

	static List<ManualFile> pages() {
		return ManualFile.all().stream().filter((file) -> !Example.in(file).isEmpty()).toList();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void commandsOfThePageDoWhatItSays(ManualFile file) throws IOException, InterruptedException {
		for (String program : List.of("bash", "curl", "jq", "go")) {
			boolean needed = program.equals("bash")
					|| Example.in(file).stream().anyMatch((example) -> example.command().contains(program + " "));
			Assumptions.assumeTrue(!needed || Shell.has(program), program + " is not installed");
		}
		Shell shell = new Shell(RunningShop.get());
		boolean generated = GENERATED.contains(file.path().toString());
		List<Example> examples = Example.in(file);
		List<List<String>> printed = new ArrayList<>();
		for (Example example : examples) {
			Shell.Result result = shell.run(example);
			for (int tries = 0; tries < MOST_TRIES && shell.isOfACapture(example)
					&& isUnexpected(example, result); tries++) {
				Thread.sleep(250);
				result = shell.run(example);
			}
			printed.add(shell.asShown(result.output()).lines().map(String::stripTrailing).toList());
			if (!generated || !Generated.update()) {
				check(file, example, result, generated);
			}
		}
		if (generated && Generated.update()) {
			file.write(withOutputs(file, examples, printed));
		}
	}

	@Test
	void whatIsNotRunIsMarked() {
		assertThat(ManualFile.all()).allSatisfy((file) -> assertThat(Example.forgottenIn(file))
			.as("commands of %s that cannot be run; mark their block with ```console not-run", file)
			.isEmpty());
	}

	private static String withOutputs(ManualFile file, List<Example> examples, List<List<String>> printed) {
		List<String> lines = new ArrayList<>(file.text().lines().toList());
		// from the last, as lines move
		for (int index = examples.size() - 1; index >= 0; index--) {
			List<String> shown = lines.subList(examples.get(index).first(), examples.get(index).end());
			shown.clear();
			shown.addAll(printed.get(index));
		}
		return String.join("\n", lines) + "\n";
	}

	private static boolean isUnexpected(Example example, Shell.Result result) {
		return (result.status() == 0) == example.isRefusal();
	}

	private static void check(ManualFile file, Example example, Shell.Result result, boolean generated) {
		String where = file + ": " + example + ": " + result.output();
		assertThat(isUnexpected(example, result)).as(where).isFalse();
		String shown = String.join("\n", example.output());
		if (!shown.isBlank() && (generated || example.isRefusal())) {
			TreeSet<String> missing = new TreeSet<>(Shape.of(result.output()));
			missing.removeAll(Shape.of(shown));
			missing.removeIf((path) -> path.matches(BY_CHANCE));
			assertThat(missing).as("what %s does not show", where).isEmpty();
			TreeSet<String> invented = new TreeSet<>(Shape.of(shown));
			invented.removeAll(Shape.of(result.output()));
			invented.removeIf((path) -> path.matches(BY_CHANCE));
			assertThat(invented).as("what only %s shows", where).isEmpty();
		}
	}

}
