package io.ddprofiling.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page of the manual, or one that belongs to it.
 *
 * @param path where it is, from the root of the project
 * @param text what it says
 */
record ManualFile(Path path, String text) {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Path DOCS = Path.of("src/docs");

	static ManualFile of(String name) {
		return read(DOCS.resolve(name));
	}

	static ManualFile read(Path path) {
		try {
			return new ManualFile(path, Files.readString(ROOT.resolve(path)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * All pages: those of the manual, and those at the root and of the sample.
	 */
	static List<ManualFile> all() {
		List<ManualFile> all = new ArrayList<>(manual());
		try (Stream<Path> files = Files.list(ROOT)) {
			files.filter((file) -> file.toString().endsWith(".md"))
				.sorted()
				.forEach((file) -> all.add(read(ROOT.relativize(file))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		all.add(read(Path.of("sample-app/README.md")));
		return all;
	}

	/**
	 * The pages of the manual.
	 */
	static List<ManualFile> manual() {
		try (Stream<Path> files = Files.walk(ROOT.resolve(DOCS))) {
			return files.filter((file) -> file.toString().endsWith(".md"))
				.sorted()
				.map((file) -> read(ROOT.relativize(file)))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void write(String changed) {
		try {
			Files.writeString(ROOT.resolve(this.path), changed);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
