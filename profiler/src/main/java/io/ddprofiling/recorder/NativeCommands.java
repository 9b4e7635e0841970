package io.ddprofiling.recorder;

import java.io.IOException;

/**
 * Gives commands to async-profiler, one at a time in the whole JVM: it takes them apart
 * with a function of the C library that keeps one state for the process ({@code strtok}),
 * so that two copies of it misread commands they get at the same time.
 */
final class NativeCommands {

	private NativeCommands() {
	}

	/**
	 * Gives a command, a second time if other native code made it unreadable; nothing was
	 * done then.
	 * @param command the command
	 * @param profiler what executes it
	 * @return what the command printed
	 * @throws RecorderException if it is refused
	 */
	static synchronized String execute(String command, Copy profiler) throws RecorderException {
		try {
			try {
				return profiler.execute(command);
			}
			catch (IllegalArgumentException ex) {
				return profiler.execute(command);
			}
		}
		catch (IllegalArgumentException | IllegalStateException | IOException ex) {
			throw new RecorderException("async-profiler refused '" + command + "': " + ex.getMessage(), ex);
		}
	}

	/**
	 * A copy of async-profiler in this JVM.
	 */
	interface Copy {

		String execute(String command) throws IOException;

	}

}
