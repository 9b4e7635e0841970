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
	 * All pages: those of the manual, and what lies beside the code.
	 */
	static List<ManualFile> all() {
		List<ManualFile> all = new ArrayList<>(manual());
		for (String folder : List.of("", "benchmarks", "sample-app")) {
			try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
				all.addAll(read(files));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return all;
	}

	/**
	 * The pages of the manual.
	 */
	static List<ManualFile> manual() {
		try (Stream<Path> files = Files.walk(ROOT.resolve(DOCS))) {
			return read(files);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<ManualFile> read(Stream<Path> files) {
		return files.filter((file) -> file.toString().endsWith(".md"))
			.sorted()
			.map((file) -> read(ROOT.relativize(file)))
			.toList();
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
