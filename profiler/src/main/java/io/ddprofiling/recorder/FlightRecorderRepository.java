package io.ddprofiling.recorder;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.ObjectName;

import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory the Flight Recorder writes events to when it is asked for them: one that
 * nobody else can read, and with enough room, because the Flight Recorder ends the JVM
 * when it cannot write. Left alone while somebody else records.
 */
final class FlightRecorderRepository {

	private static final long MIN_USABLE_BYTES = 64L * 1024 * 1024;

	private static final Pattern PATH = Pattern.compile("Repository path: (.+)");

	private static final Pattern DEPTH = Pattern.compile("Stack depth: (\\d+)");

	private static final Logger logger = LoggerFactory.getLogger(FlightRecorderRepository.class);

	private final Path own;

	private final int stackDepth;

	private @Nullable Path before;

	private Path inUse = temporaryDirectory();

	private final int effectiveDepth;

	// before anything else is done with the Flight Recorder, because the depth of stacks
	// cannot be changed later
	FlightRecorderRepository(Path own, int stackDepth) throws RecorderException {
		this.own = own;
		this.stackDepth = stackDepth;
		String present = FlightRecorder.isInitialized() ? configure() : configure("stackdepth=" + stackDepth);
		Matcher depth = DEPTH.matcher(present);
		this.effectiveDepth = depth.find() ? Integer.parseInt(depth.group(1)) : stackDepth;
	}

	void open() throws RecorderException, IOException {
		this.inUse = path(configure());
		if (!isUsedByOthers()) {
			this.before = this.inUse;
			Files.createDirectories(this.own);
			configure("repositorypath=" + this.own.toAbsolutePath());
			this.inUse = this.own;
		}
	}

	void requireSpace() throws RecorderException {
		try {
			if (Files.getFileStore(existing(this.inUse)).getUsableSpace() < MIN_USABLE_BYTES) {
				throw new RecorderException("Less than " + MIN_USABLE_BYTES / 1024 / 1024 + " MB are left in "
						+ this.inUse + ", where the Flight Recorder needs them for a moment; free some or set"
						+ " dd.profiling.store.directory");
			}
		}
		catch (IOException ex) {
			logger.debug("The disk does not tell how much is left", ex);
		}
	}

	List<String> notes() {
		List<String> notes = new ArrayList<>();
		if (this.effectiveDepth < this.stackDepth) {
			notes.add("Stacks are cut at " + this.effectiveDepth + " frames, because the Flight Recorder was used"
					+ " before; start the JVM with -XX:FlightRecorderOptions=stackdepth=" + this.stackDepth);
		}
		return notes;
	}

	void close() {
		Path previous = this.before;
		this.before = null;
		if (previous != null) {
			try {
				configure("repositorypath=" + previous);
				delete();
			}
			catch (RecorderException | IOException ex) {
				logger.debug("The Flight Recorder's repository could not be given back", ex);
			}
		}
	}

	private static boolean isUsedByOthers() {
		return FlightRecorder.isInitialized() && !FlightRecorder.getFlightRecorder().getRecordings().isEmpty();
	}

	private void delete() throws IOException {
		if (Files.isDirectory(this.own)) {
			try (var children = Files.list(this.own)) {
				children.forEach((child) -> child.toFile().delete());
			}
			this.own.toFile().delete();
		}
	}

	// the Flight Recorder makes it again if somebody deleted it
	private static Path existing(Path directory) {
		Path present = directory.toAbsolutePath();
		while (!Files.exists(present) && present.getParent() != null) {
			present = present.getParent();
		}
		return present;
	}

	// the Flight Recorder names the directory it made below the one it was given
	private static Path path(String configuration) {
		Matcher path = PATH.matcher(configuration);
		if (!path.find() || path.group(1).strip().equals("N/A")) {
			return temporaryDirectory();
		}
		Path parent = Path.of(path.group(1).strip()).getParent();
		return (parent != null) ? parent : temporaryDirectory();
	}

	private static Path temporaryDirectory() {
		return Path.of(System.getProperty("java.io.tmpdir"));
	}

	private static String configure(String... options) throws RecorderException {
		try {
			return String.valueOf(ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "jfrConfigure",
						new Object[] { options }, new String[] { String[].class.getName() }));
		}
		catch (JMException | RuntimeException ex) {
			throw new RecorderException("the command JFR.configure of this JVM fails (" + ex + ")", ex);
		}
	}

}
