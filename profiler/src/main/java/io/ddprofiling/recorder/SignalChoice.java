package io.ddprofiling.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Keeps CPU sampling off {@code SIGPROF}: a profiler that starts later with the timer of
 * the process, as Pyroscope's does by default, takes that signal from whoever has it.
 */
final class SignalChoice {

	private static final Path STATUS = Path.of("/proc/self/status");

	private static final String CAUGHT = "SigCgt:";

	/**
	 * {@code SIGSTKFLT} and {@code SIGVTALRM} of Linux, the latter being what
	 * async-profiler takes for the wall clock anyway.
	 */
	private static final int[] SIGNALS = { 16, 26 };

	private static @Nullable String chosen;

	private SignalChoice() {
	}

	/**
	 * What to add to a command that starts the profiler.
	 * @param cpuEvent the event that samples CPU time; that of the process's timer is not
	 * free to choose
	 * @return an option, or nothing
	 */
	static synchronized String option(@Nullable String cpuEvent) {
		if (cpuEvent == null || cpuEvent.equals(AsyncProfilerCommand.PROCESS_TIMER)) {
			return "";
		}
		String option = chosen;
		if (option == null) {
			// once: later the handlers are our own
			option = choose();
			chosen = option;
		}
		return option;
	}

	// where one of them is taken, async-profiler finds another by itself
	static String option(Stream<String> status) {
		return caught(status).filter(SignalChoice::areFree)
			.map((caught) -> ",signal=" + SIGNALS[0] + "/" + SIGNALS[1])
			.orElse("");
	}

	/**
	 * Whether somebody in this process has a handler for a signal.
	 * @param signal the number of the signal on Linux
	 * @return {@code false} also where nobody tells
	 */
	static boolean isCaught(int signal) {
		try {
			return isCaught(signal, Files.readAllLines(STATUS).stream());
		}
		catch (IOException | NumberFormatException ex) {
			// not on Linux
			return false;
		}
	}

	static boolean isCaught(int signal, Stream<String> status) {
		return caught(status).map((caught) -> has(caught, signal)).orElse(false);
	}

	// a bit for each signal
	private static Optional<Long> caught(Stream<String> status) {
		return status.filter((line) -> line.startsWith(CAUGHT))
			.map((line) -> Long.parseUnsignedLong(line.substring(CAUGHT.length()).strip(), 16))
			.findFirst();
	}

	private static boolean has(long caught, int signal) {
		return (caught >>> (signal - 1) & 1) != 0;
	}

	private static String choose() {
		try {
			return option(Files.readAllLines(STATUS).stream());
		}
		catch (IOException | NumberFormatException ex) {
			// not on Linux
			return "";
		}
	}

	private static boolean areFree(long caught) {
		for (int signal : SIGNALS) {
			if (has(caught, signal)) {
				return false;
			}
		}
		return true;
	}

}
