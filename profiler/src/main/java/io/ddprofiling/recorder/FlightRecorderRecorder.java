package io.ddprofiling.recorder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.profile.SamplingRates;
import org.jspecify.annotations.Nullable;

/**
 * Records with the JDK's Flight Recorder, where async-profiler cannot be used. Events are
 * kept in the JVM's memory and written at each cut.
 *
 * @since 0.1.0
 */
public final class FlightRecorderRecorder implements Recorder {

	private final SamplingRates asked;

	private final Map<String, Set<String>> available;

	private volatile FlightRecorderSettings settings;

	private Map<ProfileType, Integer> stretched = Map.of();

	private Map<ProfileType, Long> refined = Map.of();

	private final FlightRecorderRepository repository;

	private @Nullable FlightRecording recording;

	private @Nullable Path file;

	/**
	 * Creates a recorder.
	 * @param asked the types and intervals to record
	 * @param stackDepth the deepest Java stack to record, 1 to 2048; takes effect unless
	 * the JVM has recorded something before
	 * @param directory where events may be kept for a moment
	 * @throws RecorderException if this JVM has no Flight Recorder
	 */
	public FlightRecorderRecorder(SamplingRates asked, int stackDepth, Path directory) throws RecorderException {
		requireModule();
		try {
			FlightRecording.requireAvailable();
			this.asked = asked;
			this.repository = new FlightRecorderRepository(directory.resolve("flight-recorder"), stackDepth);
			this.available = FlightRecording.events();
			this.settings = new FlightRecorderSettings(asked, Map.of(), this.available, JdkCpuTimer.isAvailable());
		}
		catch (RuntimeException | LinkageError ex) {
			throw new RecorderException("The Flight Recorder cannot be used (" + ex
					+ "); if this JVM is not made to have one, set dd.profiling.engine=async-profiler", ex);
		}
	}

	@Override
	public RecordedChunk start(Path file) throws RecorderException {
		if (this.settings.types().isEmpty()) {
			throw new RecorderException("The Flight Recorder does not start: it records none of the enabled types");
		}
		if (this.file != null) {
			throw new RecorderException("The Flight Recorder does not start: already started");
		}
		try {
			Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING).close();
			this.file = file;
			this.settings = new FlightRecorderSettings(this.asked.refined(this.refined), factors(), this.available,
					JdkCpuTimer.isAvailable());
			record();
			return cut();
		}
		catch (IOException | RuntimeException | RecorderException ex) {
			close();
			throw new RecorderException(
					"The Flight Recorder does not start: " + ((ex instanceof RecorderException) ? ex.getMessage() : ex),
					ex);
		}
	}

	@Override
	public RecordedChunk cut() throws RecorderException {
		FlightRecording current = this.recording;
		Path target = this.file;
		if (current == null || target == null) {
			throw new RecorderException("The recorder was not started");
		}
		// before the list of live objects is made
		Instant collected = GarbageCollections.lastStart();
		try {
			this.repository.requireSpace();
			long offset = Files.size(target);
			try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.APPEND)) {
				current.drainTo(out);
			}
			RecordedChunk chunk = new RecordedChunk(target, offset, Files.size(target) - offset);
			return this.settings.types().contains(ProfileType.LIVE_HEAP) ? chunk.withLiveObjects(collected) : chunk;
		}
		catch (IOException | RuntimeException ex) {
			throw new RecorderException("The Flight Recorder's events cannot be kept in " + target + " (" + ex
					+ "); is the disk full? Samples since the last cut are lost", ex);
		}
	}

	// it goes on recording in memory, so that nothing is missed between two files
	@Override
	public RecordedChunk finishFile() throws RecorderException {
		try {
			return cut();
		}
		finally {
			this.file = null;
		}
	}

	@Override
	public RecordedChunk stop() throws RecorderException {
		try {
			return cut();
		}
		finally {
			close();
		}
	}

	@Override
	public void stretch(Map<ProfileType, Integer> factors) {
		this.stretched = Map.copyOf(factors);
	}

	@Override
	public void refine(Map<ProfileType, Long> intervals) {
		this.refined = Map.copyOf(intervals);
	}

	@Override
	public String engine() {
		return "jfr (JDK " + System.getProperty("java.version") + ")";
	}

	@Override
	public SamplingRates rates() {
		return this.settings.rates().by(Sampler.FLIGHT_RECORDER);
	}

	@Override
	public Set<ProfileType> stretchable() {
		// the interval of locks is a threshold here
		return EnumSet.of(ProfileType.CPU);
	}

	@Override
	public List<TypeStatus> types() {
		return Arrays.stream(ProfileType.values()).map(this::status).toList();
	}

	@Override
	public List<String> notes() {
		List<String> notes = new ArrayList<>();
		notes.add("The JDK's Flight Recorder takes the samples; async-profiler sees more, the manual tells what");
		notes.addAll(this.repository.notes());
		return notes;
	}

	private void record() throws RecorderException, IOException {
		FlightRecording running = this.recording;
		if (running != null) {
			running.change(this.settings.events());
		}
		else {
			this.repository.open();
			this.repository.requireSpace();
			this.recording = FlightRecording.start(this.settings.events());
			if (this.settings.events().containsKey(JdkCpuTimer.EVENT)) {
				JdkCpuTimer.take();
			}
		}
	}

	// does not touch a class of the module, so that it can miss
	private static void requireModule() throws RecorderException {
		if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
			throw new RecorderException("This Java runtime has no Flight Recorder; add the module jdk.jfr to it"
					+ " (jlink --add-modules jdk.jfr) or set dd.profiling.engine=async-profiler");
		}
	}

	// what is wanted for a while is had as it is
	private Map<ProfileType, Integer> factors() {
		Map<ProfileType, Integer> factors = new EnumMap<>(ProfileType.class);
		factors.putAll(this.stretched);
		factors.keySet().removeAll(this.refined.keySet());
		return factors;
	}

	private TypeStatus status(ProfileType type) {
		return this.asked.types().contains(type) ? this.settings.status(type)
				: new TypeStatus(type, TypeStatus.OFF, TypeStatus.OFF, "switched off");
	}

	private void close() {
		FlightRecording ending = this.recording;
		this.recording = null;
		this.file = null;
		if (ending != null) {
			ending.close();
		}
		this.repository.close();
	}

}
