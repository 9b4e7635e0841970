package io.ddprofiling.sample.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The tool that renders overlays: {@code kubectl kustomize}, or {@code kustomize} where
 * there is no {@code kubectl}.
 */
final class Kustomize {

	private static final @Nullable List<String> COMMAND = find();

	private Kustomize() {
	}

	static String render(Path overlay) {
		assumeThat(COMMAND)
			.as("this test needs kubectl, or kustomize"
					+ " (go install sigs.k8s.io/kustomize/kustomize/v5@v5.5.0), in the PATH")
			.isNotNull();
		List<String> line = new ArrayList<>(COMMAND);
		line.add(overlay.toString());
		try {
			Process process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
			String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(String.join(" ", line)).isZero();
			return yaml;
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	// the one in kubectl before 1.21 knows no components, and has no version
	private static @Nullable List<String> find() {
		if (prints("Kustomize Version", "kubectl", "version", "--client")) {
			return List.of("kubectl", "kustomize");
		}
		return prints("", "kustomize", "version") ? List.of("kustomize", "build") : null;
	}

	private static boolean prints(String text, String... line) {
		try {
			Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return process.waitFor() == 0 && output.contains(text);
		}
		catch (IOException ex) {
			// it is not installed
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
