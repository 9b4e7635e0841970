package io.ddprofiling.recorder;

import java.nio.file.Path;

/**
 * Loads the native library once for each of its arguments, in a JVM of its own: a library
 * stays loaded. An argument is a library file, or {@code -} for the one on the class
 * path; the last is the directory to extract it to.
 */
public final class NativeLibraryProgram {

	private NativeLibraryProgram() {
	}

	public static void main(String[] arguments) {
		Path directory = Path.of(arguments[arguments.length - 1]);
		for (int i = 0; i < arguments.length - 1; i++) {
			Path library = arguments[i].equals("-") ? null : Path.of(arguments[i]);
			try {
				System.out.println("loaded " + NativeLibrary.load(library, directory).getVersion());
			}
			catch (RecorderException ex) {
				System.out.println("refused " + ex.getMessage());
			}
		}
	}

}
