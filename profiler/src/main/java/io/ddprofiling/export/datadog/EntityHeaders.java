package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The headers by which an agent finds out which container an upload comes from, to add
 * the tags of the container and of its pod.
 */
final class EntityHeaders {

	/**
	 * The inode of the host's own namespace of control groups, where a control group says
	 * nothing about a container.
	 */
	private static final long HOST_NAMESPACE = 0xEFFFFFFBL;

	/**
	 * Numbers up to this are those of roots.
	 */
	private static final long LAST_ROOT_INODE = 2;

	private static final Pattern LINE = Pattern.compile("\\d+:([^:]*):(.+)");

	private static final Pattern HEADER_VALUE = Pattern.compile("[\\x21-\\x7e](?:[\\x20-\\x7e]*[\\x21-\\x7e])?");

	private final Path root;

	private final @Nullable String externalEnv;

	/**
	 * Creates headers.
	 * @param root the root of the file system
	 * @param externalEnv what the admission controller of the cluster injected, or
	 * {@code null} for nothing
	 */
	EntityHeaders(Path root, @Nullable String externalEnv) {
		this.root = root;
		this.externalEnv = externalEnv;
	}

	static EntityHeaders ofThisProcess() {
		return new EntityHeaders(Path.of("/"), System.getenv("DD_EXTERNAL_ENV"));
	}

	Map<String, String> find() {
		Map<String, String> headers = new LinkedHashMap<>();
		List<String> cgroup = cgroup();
		String container = ContainerId.in(cgroup);
		if (container != null) {
			headers.put("Datadog-Container-ID", container);
			headers.put("Datadog-Entity-ID", "ci-" + container);
		}
		else if (inode("proc/self/ns/cgroup") != HOST_NAMESPACE) {
			long inode = inode(cgroup);
			if (inode > LAST_ROOT_INODE) {
				headers.put("Datadog-Entity-ID", "in-" + inode);
			}
		}
		if (this.externalEnv != null && HEADER_VALUE.matcher(this.externalEnv).matches()) {
			headers.put("Datadog-External-Env", this.externalEnv);
		}
		return headers;
	}

	private List<String> cgroup() {
		Path file = this.root.resolve("proc/self/cgroup");
		try {
			return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
		}
		catch (IOException ex) {
			// as on a system without control groups
			return List.of();
		}
	}

	private long inode(List<String> cgroup) {
		for (String line : cgroup) {
			Matcher parts = LINE.matcher(line.strip());
			if (parts.matches()
					&& (parts.group(1).isEmpty() || List.of(parts.group(1).split(",")).contains("memory"))) {
				String controller = parts.group(1).isEmpty() ? "" : "memory/";
				long inode = inode("sys/fs/cgroup/" + controller + parts.group(2).replaceFirst("^/+", ""));
				if (inode > LAST_ROOT_INODE) {
					return inode;
				}
			}
		}
		return 0;
	}

	private long inode(String path) {
		try {
			return ((Number) Files.getAttribute(this.root.resolve(path), "unix:ino")).longValue();
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			return 0;
		}
	}

}
