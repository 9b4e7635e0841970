package io.ddprofiling.recorder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records with one recorder, or with another if the first cannot even start. The choice
 * is made once.
 *
 * @since 0.1.0
 */
public final class FallbackRecorder implements Recorder {

	private static final Logger logger = LoggerFactory.getLogger(FallbackRecorder.class);

	private final Source fallback;

	private volatile Recorder recorder;

	private volatile @Nullable String reason;

	private boolean decided;

	private FallbackRecorder(Recorder recorder, Source fallback) {
		this.recorder = recorder;
		this.fallback = fallback;
	}

	/**
	 * Creates a recorder.
	 * @param preferred what to record with
	 * @param fallback what to record with if that is not possible
	 * @return the recorder
	 * @throws RecorderException if neither can be created
	 */
	public static Recorder of(Source preferred, Source fallback) throws RecorderException {
		try {
			return new FallbackRecorder(preferred.create(), fallback);
		}
		catch (RecorderException | LinkageError ex) {
			FallbackRecorder recorder = new FallbackRecorder(create(fallback, ex), fallback);
			recorder.decide(ex);
			return recorder;
		}
	}

	@Override
	public RecordedChunk start(Path file) throws RecorderException {
		try {
			RecordedChunk first = this.recorder.start(file);
			this.decided = true;
			return first;
		}
		catch (RecorderException ex) {
			// another engine would write to the same place
			if (this.decided || ex instanceof BrokenRecordingException) {
				throw ex;
			}
			return startFallback(file, ex);
		}
	}

	@Override
	public RecordedChunk cut() throws RecorderException {
		return this.recorder.cut();
	}

	@Override
	public RecordedChunk finishFile() throws RecorderException {
		return this.recorder.finishFile();
	}

	@Override
	public boolean tend() {
		return this.recorder.tend();
	}

	@Override
	public RecordedChunk stop() throws RecorderException {
		return this.recorder.stop();
	}

	@Override
	public void stretch(Map<ProfileType, Integer> factors) {
		this.recorder.stretch(factors);
	}

	@Override
	public void refine(Map<ProfileType, Long> intervals) {
		this.recorder.refine(intervals);
	}

	@Override
	public Set<ProfileType> stretchable() {
		return this.recorder.stretchable();
	}

	@Override
	public long stackMemory() throws RecorderException {
		return this.recorder.stackMemory();
	}

	@Override
	public String engine() {
		return this.recorder.engine();
	}

	@Override
	public SamplingRates rates() {
		return this.recorder.rates();
	}

	@Override
	public List<TypeStatus> types() {
		return this.recorder.types();
	}

	@Override
	public List<String> notes() {
		List<String> notes = new ArrayList<>();
		if (this.reason != null) {
			notes.add(this.reason);
		}
		notes.addAll(this.recorder.notes());
		return notes;
	}

	private RecordedChunk startFallback(Path file, RecorderException cause) throws RecorderException {
		Recorder other = create(this.fallback, cause);
		try {
			RecordedChunk first = other.start(file);
			this.recorder = other;
			decide(cause);
			return first;
		}
		catch (RecorderException ex) {
			cause.addSuppressed(ex);
			throw cause;
		}
	}

	private void decide(Throwable cause) {
		this.decided = true;
		this.reason = "The preferred engine cannot be used: "
				+ ((cause instanceof RecorderException) ? cause.getMessage() : cause);
		logger.warn("DDP-111 Profiling with {}. {}", this.recorder.engine(), this.reason);
	}

	private static Recorder create(Source fallback, Throwable cause) throws RecorderException {
		try {
			return fallback.create();
		}
		catch (RecorderException ex) {
			String first = (cause instanceof RecorderException) ? String.valueOf(cause.getMessage()) : cause.toString();
			RecorderException both = new RecorderException(first + ". " + ex.getMessage(), cause);
			both.addSuppressed(ex);
			throw both;
		}
	}

	/**
	 * Where a recorder comes from.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	public interface Source {

		/**
		 * Creates a recorder.
		 * @return the recorder
		 * @throws RecorderException if it cannot be used in this JVM
		 */
		Recorder create() throws RecorderException;

	}

}
