package io.ddprofiling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.recorder.RecordedChunk;
import io.ddprofiling.recorder.Recorder;
import io.ddprofiling.recorder.RecorderException;
import io.ddprofiling.recorder.TypeStatus;

/**
 * A recorder that writes chunks of a few bytes and breaks when the test says.
 */
final class FakeRecorder implements Recorder {

	private static final int SIZE = 100;

	private final List<String> calls = new ArrayList<>();

	private int brokenCuts;

	private int brokenStarts;

	private Error failure;

	private Path file;

	private Map<ProfileType, Integer> factors = Map.of();

	private Map<ProfileType, Long> refined = Map.of();

	private SamplingRates rates = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000);

	private long stackMemory;

	/**
	 * What was called so far, for example {@code start recording-1.jfr}.
	 * @return the calls, in order
	 */
	List<String> calls() {
		return List.copyOf(this.calls);
	}

	void breakCuts(int count) {
		this.brokenCuts = count;
	}

	void breakStarts(int count) {
		this.brokenStarts = count;
	}

	void failStart(Error failure) {
		this.failure = failure;
	}

	void stackMemory(long bytes) {
		this.stackMemory = bytes;
	}

	Path file() {
		return this.file;
	}

	@Override
	public RecordedChunk start(Path file) throws RecorderException {
		this.calls.add("start " + file.getFileName());
		if (this.brokenStarts-- > 0) {
			throw new RecorderException("start is broken");
		}
		if (this.failure != null) {
			throw this.failure;
		}
		this.file = file;
		this.stackMemory = Math.min(0, this.stackMemory);
		this.rates = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000).stretched(this.factors).refined(this.refined);
		return chunk();
	}

	@Override
	public Set<ProfileType> stretchable() {
		return Set.of(ProfileType.CPU, ProfileType.ALLOCATION);
	}

	@Override
	public RecordedChunk cut() throws RecorderException {
		this.calls.add("cut");
		if (this.brokenCuts-- > 0) {
			throw new RecorderException("cut is broken");
		}
		return chunk();
	}

	@Override
	public RecordedChunk stop() throws RecorderException {
		this.calls.add("stop");
		return chunk();
	}

	@Override
	public void stretch(Map<ProfileType, Integer> factors) {
		this.calls.add("stretch " + factors);
		this.factors = Map.copyOf(factors);
	}

	@Override
	public void refine(Map<ProfileType, Long> intervals) {
		this.calls.add("refine " + intervals);
		this.refined = Map.copyOf(intervals);
	}

	@Override
	public long stackMemory() throws RecorderException {
		if (this.stackMemory < 0) {
			throw new RecorderException("memory is not known");
		}
		return this.stackMemory;
	}

	@Override
	public String engine() {
		return "fake";
	}

	@Override
	public SamplingRates rates() {
		return this.rates;
	}

	@Override
	public List<TypeStatus> types() {
		return List.of();
	}

	private RecordedChunk chunk() {
		try {
			long offset = Files.exists(this.file) ? Files.size(this.file) : 0;
			Files.write(this.file, new byte[SIZE], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
			return new RecordedChunk(this.file, offset, SIZE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
