package io.ddprofiling.benchmarks.conversion;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How much heap a conversion needs: the smallest that a fresh JVM can convert a recording
 * in, without losing any of it, less the smallest it can start with. Arguments: the
 * directory of the recordings and the file for the results.
 */
public final class HeapNeeded {

	private static final int MOST = 1024;

	private HeapNeeded() {
	}

	/**
	 * Measures and prints.
	 * @param args see the class
	 * @throws Exception if no JVM has enough
	 */
	public static void main(String[] args) throws Exception {
		List<Map<String, Object>> rows = new ArrayList<>();
		int base = smallest(args[0], Recordings.SMALL, "NONE");
		for (Recording recording : Recording.all(Path.of(args[0]))) {
			for (Contender contender : List.of(Contender.RAW_SCAN, Contender.OURS, Contender.JFR_CONVERTER)) {
				int needed = smallest(args[0], recording.name(), contender.name()) - base;
				System.out.printf("%-14s %-14s %5d MB%n", recording.name(), contender.id(), needed);
				rows.add(Map.of("recording", recording.name(), "contender", contender.id(), "extraHeapMegabytes",
						needed));
			}
		}
		Results.add(Path.of(args[1]), "heap", rows);
	}

	private static int smallest(String directory, String recording, String contender) throws InterruptedException {
		String whole = output(directory, recording, contender, MOST);
		if (whole.isEmpty()) {
			throw new IllegalStateException("No heap is large enough for " + contender);
		}
		int tooSmall = 1;
		int enough = MOST;
		while (enough - tooSmall > 1) {
			int tried = (tooSmall < MOST / 16 && enough > MOST / 8) ? MOST / 16 : (tooSmall + enough) / 2;
			if (output(directory, recording, contender, tried).equals(whole)) {
				enough = tried;
			}
			else {
				tooSmall = tried;
			}
		}
		return enough;
	}

	// empty if the JVM failed
	private static String output(String directory, String recording, String contender, int megabytes)
			throws InterruptedException {
		try {
			return Jvm.run(Once.class, List.of("-XX:+UseSerialGC", "-Xms2m", "-Xmx" + megabytes + "m"), directory,
					recording, contender);
		}
		catch (IOException ex) {
			return "";
		}
	}

	/**
	 * One conversion, whose size it prints.
	 */
	public static final class Once {

		private Once() {
		}

		/**
		 * Converts.
		 * @param args the directory, the recording and the contender or {@code NONE}
		 * @throws IOException if the recording cannot be read
		 */
		public static void main(String[] args) throws IOException {
			RecordingInput input = new RecordingInput(Recording.open(Path.of(args[0]), args[1]), new byte[0],
					Path.of(args[0]));
			System.out.println(args[2].equals("NONE") ? 0
					: Contender.valueOf(args[2]).run(input, OutputStream.nullOutputStream()));
		}

	}

}
