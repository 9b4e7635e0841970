package io.ddprofiling.benchmarks.conversion;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.ddprofiling.encode.PprofDialect;
import io.ddprofiling.encode.PprofEncoder;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.testsupport.GoPprof;

/**
 * Compares what two other readers find in our pprof with what the encoder was given, for
 * each recording of the benchmarks: the classes generated from {@code profile.proto}, and
 * {@code go tool pprof -raw}. Argument: the directory of the recordings. Fails if they do
 * not agree.
 */
public final class ReaderAgreement {

	private ReaderAgreement() {
	}

	/**
	 * Compares.
	 * @param args see the class
	 * @throws IOException if a recording cannot be read
	 */
	public static void main(String[] args) throws IOException {
		for (Recording recording : Recording.all(Path.of(args[0]))) {
			compare(recording);
		}
	}

	private static void compare(Recording recording) throws IOException {
		Profile profile = new ProfileReader().read(recording.chunks(), recording.liveHeap(), recording.window(),
				recording.types());
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		new PprofEncoder(PprofDialect.STANDARD, recording.name()).encode(profile, out);
		PprofTotals given = PprofTotals.of(profile);
		require(given.samples() > 0, recording, "nothing was sampled");
		Path file = Files.createTempFile(recording.name(), ".pb.gz");
		try {
			Files.write(file, out.toByteArray());
			compare(recording, "the generated classes", given, PprofTotals.parse(out.toByteArray()));
			compare(recording, "go tool pprof -raw", given, PprofTotals.parseRaw(GoPprof.raw(file)));
		}
		finally {
			Files.delete(file);
		}
		System.out.printf("%s: %,d samples, %d columns and %,d values of labels agree%n", recording.name(),
				given.samples(), profile.sampleTypes().size(), given.byLabel().size());
	}

	private static void compare(Recording recording, String reader, PprofTotals given, PprofTotals read) {
		require(given.samples() == read.samples(), recording,
				reader + " finds " + read.samples() + " samples instead of " + given.samples());
		require(given.byType().equals(read.byType()), recording,
				reader + " finds " + read.byType() + " instead of " + given.byType());
		given.byLabel()
			.forEach((label, totals) -> require(totals.equals(read.byLabel().get(label)), recording,
					reader + " finds " + read.byLabel().get(label) + " of " + label + " instead of " + totals));
		require(given.byLabel().size() == read.byLabel().size(), recording, reader + " finds other labels");
	}

	private static void require(boolean agrees, Recording recording, String difference) {
		if (!agrees) {
			throw new IllegalStateException(recording.name() + ": " + difference);
		}
	}

}
