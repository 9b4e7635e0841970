package io.ddprofiling.recorder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FallbackRecorderTests {

	private static final Path FILE = Path.of("recording.jfr");

	@Test
	void preferredRecorderIsUsedIfItStarts() throws Exception {
		Recorder recorder = FallbackRecorder.of(() -> new NamedRecorder("first", 0), () -> {
			throw new AssertionError("not needed");
		});

		recorder.start(FILE);

		assertThat(recorder.engine()).isEqualTo("first");
		assertThat(recorder.notes()).isEmpty();
	}

	@Test
	void otherRecorderIsUsedIfThePreferredCannotBeCreated() throws Exception {
		Recorder recorder = FallbackRecorder.of(() -> {
			throw new RecorderException("no library here");
		}, () -> new NamedRecorder("second", 0));

		recorder.start(FILE);

		assertThat(recorder.engine()).isEqualTo("second");
		assertThat(recorder.notes()).containsExactly("The preferred engine cannot be used: no library here");
	}

	@Test
	void otherRecorderIsUsedIfAClassIsMissing() throws Exception {
		Recorder recorder = FallbackRecorder.of(() -> {
			throw new NoClassDefFoundError("one/profiler/AsyncProfiler");
		}, () -> new NamedRecorder("second", 0));

		assertThat(recorder.engine()).isEqualTo("second");
		assertThat(recorder.notes()).singleElement().asString().contains("one/profiler/AsyncProfiler");
	}

	@Test
	void otherRecorderIsUsedIfThePreferredDoesNotStart() throws Exception {
		Recorder recorder = FallbackRecorder.of(() -> new NamedRecorder("first", 1),
				() -> new NamedRecorder("second", 0));

		recorder.start(FILE);
		recorder.stop();
		recorder.start(FILE);

		assertThat(recorder.engine()).isEqualTo("second");
		assertThat(recorder.notes()).containsExactly("The preferred engine cannot be used: first does not start");
	}

	@Test
	void recorderThatRanIsNotGivenUp() throws Exception {
		NamedRecorder first = new NamedRecorder("first", 0);
		Recorder recorder = FallbackRecorder.of(() -> first, () -> new NamedRecorder("second", 0));
		recorder.start(FILE);
		recorder.stop();
		first.brokenStarts = 1;

		assertThatExceptionOfType(RecorderException.class).isThrownBy(() -> recorder.start(FILE))
			.withMessage("first does not start");
		recorder.start(FILE);
		assertThat(recorder.engine()).isEqualTo("first");
	}

	@Test
	void reasonsOfBothAreToldIfNeitherCanBeCreated() {
		assertThatExceptionOfType(RecorderException.class).isThrownBy(() -> FallbackRecorder.of(() -> {
			throw new RecorderException("no library here");
		}, () -> {
			throw new RecorderException("no module there");
		})).withMessage("no library here. no module there");
	}

	@Test
	void firstReasonIsToldIfNeitherStarts() throws Exception {
		Recorder recorder = FallbackRecorder.of(() -> new NamedRecorder("first", 1),
				() -> new NamedRecorder("second", 1));

		assertThatExceptionOfType(RecorderException.class).isThrownBy(() -> recorder.start(FILE))
			.withMessage("first does not start")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
				.extracting(Throwable::getMessage)
				.isEqualTo("second does not start"));
		recorder.start(FILE);
		assertThat(recorder.engine()).isEqualTo("first");
	}

	/**
	 * A recorder that does not start at first.
	 */
	private static final class NamedRecorder implements Recorder {

		private final String name;

		private int brokenStarts;

		NamedRecorder(String name, int brokenStarts) {
			this.name = name;
			this.brokenStarts = brokenStarts;
		}

		@Override
		public RecordedChunk start(Path file) throws RecorderException {
			if (this.brokenStarts-- > 0) {
				throw new RecorderException(this.name + " does not start");
			}
			return cut();
		}

		@Override
		public RecordedChunk cut() {
			return new RecordedChunk(FILE, 0, 1);
		}

		@Override
		public RecordedChunk stop() {
			return cut();
		}

		@Override
		public void stretch(Map<ProfileType, Integer> factors) {
		}

		@Override
		public void refine(Map<ProfileType, Long> intervals) {
		}

		@Override
		public String engine() {
			return this.name;
		}

		@Override
		public SamplingRates rates() {
			return SamplingRates.NONE.with(ProfileType.CPU, 1);
		}

		@Override
		public List<TypeStatus> types() {
			return List.of();
		}

	}

}
