package io.ddprofiling.export.datadog;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Finds the identifier of the container in the lines of {@code /proc/self/cgroup}, as
 * Datadog's Java client does.
 */
final class ContainerId {

	private static final String UUID = "[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12}"
			+ "|[0-9a-f]{8}(?:-[0-9a-f]{4}){4}$";

	private static final Pattern LINE = Pattern.compile("(\\d+):([^:]*):(.+)$");

	private static final Pattern CONTAINER = Pattern
		.compile("(?:.+)?(" + UUID + "|[0-9a-f]{64}|[0-9a-f]{32}-\\d+)(?:.scope)?$");

	private static final Pattern POD = Pattern.compile("(?:.+)?pod(?:" + UUID + ")(?:.slice)?$");

	private static final Pattern TASK = Pattern.compile("[0-9a-f]{32}-\\d+");

	private @Nullable String id;

	private boolean inPod;

	private ContainerId() {
	}

	static @Nullable String in(List<String> cgroup) {
		ContainerId found = new ContainerId();
		for (String line : cgroup) {
			Matcher parts = LINE.matcher(line.strip());
			if (parts.matches()) {
				found.add(parts.group(3));
			}
		}
		return found.id;
	}

	// the last line counts, but a container of a pod is not mistaken for a task's
	private void add(String path) {
		String[] segments = path.split("/");
		String container = container(segments);
		if (container == null) {
			return;
		}
		boolean pod = segments.length > 1 && POD.matcher(segments[segments.length - 2]).matches();
		if (this.inPod && !pod && TASK.matcher(container).matches()) {
			return;
		}
		this.id = container;
		this.inPod = pod;
	}

	private static @Nullable String container(String[] segments) {
		int last = segments.length - 1;
		String container = (last >= 0) ? match(segments[last]) : null;
		// Podman puts a group of its own below that of the container
		boolean nested = container == null && last >= 1 && segments[last - 1].endsWith(".scope");
		return nested ? match(segments[last - 1]) : container;
	}

	private static @Nullable String match(String segment) {
		Matcher matcher = CONTAINER.matcher(segment);
		return matcher.matches() ? matcher.group(1) : null;
	}

}
