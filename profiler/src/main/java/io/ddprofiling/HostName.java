package io.ddprofiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds the host's name without asking a name server, which could block.
 */
final class HostName {

	private HostName() {
	}

	static String find() {
		return Stream
			.of(text(System.getenv("COMPUTERNAME")), text(System.getenv("HOSTNAME")),
					read(Path.of("/proc/sys/kernel/hostname")), read(Path.of("/etc/hostname")))
			.filter((name) -> !name.isEmpty())
			.findFirst()
			.orElse("localhost");
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value.strip() : "";
	}

	private static String read(Path file) {
		try {
			return Files.isReadable(file) ? Files.readString(file).strip() : "";
		}
		catch (IOException ex) {
			return "";
		}
	}

}
