package io.ddprofiling.sample.container;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A root file system with the class path of this test in it. The C library and the JDK
 * are those of this machine and mounted into it.
 */
final class ContainerImage {

	static final String JAVA = "/opt/java";

	/**
	 * Directories that are mounted from this machine.
	 */
	static final List<String> SYSTEM = List.of("/usr", "/lib", "/lib64", "/bin", "/etc");

	private static final List<String> POINTS = List.of("/proc", "/dev", "/sys/fs/cgroup", JAVA, "/var/lib/ddprofiling",
			"/var/run/datadog", "/tmp");

	private final Path root;

	private final List<String> classPath = new ArrayList<>();

	private ContainerImage(Path root) {
		this.root = root;
	}

	static ContainerImage create(Path root) throws IOException {
		ContainerImage image = new ContainerImage(root);
		for (String point : POINTS) {
			Files.createDirectories(image.path(point));
		}
		for (String directory : SYSTEM) {
			Files.createDirectories(image.path(directory));
		}
		image.copyClassPath();
		image.makeReadable();
		return image;
	}

	Path root() {
		return this.root;
	}

	String classPath() {
		return String.join(":", this.classPath);
	}

	private Path path(String absolute) {
		return this.root.resolve(absolute.substring(1));
	}

	private void copyClassPath() throws IOException {
		String entries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Files.createDirectory(path("/app"));
		for (String entry : entries.split(File.pathSeparator)) {
			Path source = Path.of(entry);
			if (Files.exists(source)) {
				String name = "/app/" + this.classPath.size() + "-" + source.getFileName();
				copy(source, path(name));
				this.classPath.add(name);
			}
		}
	}

	private static void copy(Path source, Path target) throws IOException {
		Files.walkFileTree(source, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				Files.createDirectories(target.resolve(source.relativize(directory)));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.copy(file, file.equals(source) ? target : target.resolve(source.relativize(file)));
				return FileVisitResult.CONTINUE;
			}

		});
	}

	// whatever the umask is: the user of the container is another one
	private void makeReadable() throws IOException {
		Set<PosixFilePermission> everybody = PosixFilePermissions.fromString("rwxr-xr-x");
		try (Stream<Path> files = Files.walk(this.root)) {
			for (Path file : files.toList()) {
				Files.setPosixFilePermissions(file, everybody);
			}
		}
	}

}
