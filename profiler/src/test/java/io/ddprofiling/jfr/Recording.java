package io.ddprofiling.jfr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.SpanRecording;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.AsyncProfilerRecorder;
import io.ddprofiling.recorder.RecordedChunk;
import io.ddprofiling.recorder.Recorder;
import io.ddprofiling.recorder.RecorderException;
import io.ddprofiling.span.SpanJournal;
import io.ddprofiling.span.SpanRecorder;
import io.ddprofiling.span.Spans;
import io.ddprofiling.store.Chunk;

/**
 * A recording of this JVM of all types, and sums over its rows.
 */
final class Recording {

	static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000)
		.with(ProfileType.WALL, 50_000_000)
		.with(ProfileType.ALLOCATION, 512 * 1024)
		.with(ProfileType.LIVE_HEAP, 512 * 1024)
		.with(ProfileType.LOCK, 10_000_000)
		.with(ProfileType.EXCEPTION, 997);

	static final Set<ProfileType> TYPES = RATES.types();

	private final Recorder recorder;

	private final Set<ProfileType> types;

	private final List<Chunk> chunks = new ArrayList<>();

	private final Path directory;

	private final SpanJournal spans;

	private Instant lastCut;

	private long ending;

	private Recording(Recorder recorder, Set<ProfileType> types, Path directory) throws RecorderException {
		this.recorder = recorder;
		this.types = types;
		this.directory = directory;
		SpanRecorder spanRecorder = new SpanRecorder(List.of());
		this.spans = new SpanJournal(spanRecorder);
		Spans.recordTo(spanRecorder);
		this.lastCut = Instant.now();
		this.ending = System.nanoTime();
		add(this.recorder.start(directory.resolve("recording.jfr")));
	}

	static Recording start(Path directory) throws RecorderException {
		return stretched(directory, Map.of());
	}

	static Recording stretched(Path directory, Map<ProfileType, Integer> factors) throws RecorderException {
		Recorder recorder = new AsyncProfilerRecorder(RATES, 512, false, null, directory);
		recorder.stretch(factors);
		return new Recording(recorder, TYPES, directory);
	}

	static Recording start(Recorder recorder, Path directory) throws RecorderException {
		return new Recording(recorder, recorder.rates().types(), directory);
	}

	Instant cut() throws RecorderException {
		this.ending = System.nanoTime();
		add(this.recorder.cut());
		return this.lastCut;
	}

	void roll() throws RecorderException {
		this.ending = System.nanoTime();
		add(this.recorder.finishFile());
		this.ending = System.nanoTime();
		add(this.recorder.start(this.directory.resolve("recording-" + this.chunks.size() + ".jfr")));
	}

	void tend() throws RecorderException {
		this.spans.drain();
		if (this.recorder.tend()) {
			roll();
		}
	}

	Recording stop() throws RecorderException {
		this.ending = System.nanoTime();
		add(this.recorder.stop());
		Spans.recordTo(null);
		return this;
	}

	List<Chunk> chunks() {
		return this.chunks;
	}

	TimeWindow window() {
		return this.chunks.get(0).window().join(this.chunks.get(this.chunks.size() - 1).window());
	}

	Profile profile() {
		return profile(window());
	}

	Profile profile(TimeWindow window) {
		return new ProfileReader().read(this.chunks, this.chunks.get(this.chunks.size() - 1), window, this.types);
	}

	private void add(RecordedChunk chunk) {
		Instant now = Instant.now();
		Chunk recorded = new Chunk(this.chunks.size() + 1, chunk.file(), chunk.offset(), chunk.size(),
				new TimeWindow(this.lastCut, now), this.recorder.rates(), chunk.collected(), chunk.exceptions(), null);
		this.chunks.add(withSpans(recorded));
		this.lastCut = now;
	}

	private Chunk withSpans(Chunk chunk) {
		byte[] spans = this.spans.cut(this.ending - Recorder.LONGEST_DELAY.toNanos(), new SampleTimes(chunk));
		if (spans.length == 0) {
			return chunk;
		}
		Path file = this.directory.resolve("spans-" + chunk.sequence());
		try {
			Files.write(file, spans);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Chunk(chunk.sequence(), chunk.file(), chunk.offset(), chunk.size(), chunk.window(), chunk.rates(),
				chunk.collected(), chunk.exceptions(), new SpanRecording(file, 0, spans.length));
	}

	long droppedSpans() {
		return this.spans.dropped();
	}

	static long ofThread(Profile profile, SampleType type, String thread) {
		return sum(profile, type, thread, "");
	}

	static long ofMethod(Profile profile, SampleType type, String method) {
		return sum(profile, type, null, method);
	}

	static Object label(Profile profile, int row, LabelKey key) {
		for (Label label : profile.labels(row)) {
			if (label.key() == key) {
				return (label.text() != null) ? label.text() : label.number();
			}
		}
		return null;
	}

	static List<String> stack(Profile profile, int row) {
		List<String> names = new ArrayList<>();
		int stack = profile.stack(row);
		for (int i = 0; i < profile.depth(stack); i++) {
			names.add(profile.functionName(profile.function(profile.frame(stack, i))));
		}
		return names;
	}

	private static long sum(Profile profile, SampleType type, String thread, String method) {
		long sum = 0;
		for (int row = 0; row < profile.rows(); row++) {
			if ((thread == null || thread.equals(label(profile, row, LabelKey.THREAD_NAME)))
					&& (method.isEmpty() || stack(profile, row).contains(method))) {
				sum += profile.value(row, profile.sampleTypes().indexOf(type));
			}
		}
		return sum;
	}

}
