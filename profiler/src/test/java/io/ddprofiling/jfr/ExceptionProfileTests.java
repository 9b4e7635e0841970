package io.ddprofiling.jfr;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.SampleType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

/**
 * Tests the profile of exceptions with the real async-profiler.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class ExceptionProfileTests {

	@TempDir
	private Path directory;

	@Test
	void fewExceptionsAreAllThere() throws Exception {
		Recording recording = Recording.start(this.directory);
		Work.run("thrower", () -> {
			for (int i = 0; i < 20; i++) {
				swallow(ExceptionProfileTests::failWithoutWord);
			}
			for (int i = 0; i < 10; i++) {
				swallow(BrokenPart::new);
			}
			swallow(() -> new Abort().signal());
		});
		Profile profile = recording.stop().profile();

		assertThat(byType(profile, "thrower")).isEqualTo(Map.of(WordlessException.class.getName(), 20L,
				IllegalStateException.class.getName(), 10L, Abort.class.getName(), 1L));
		assertThat(Recording.ofMethod(profile, SampleType.EXCEPTIONS,
				ExceptionProfileTests.class.getName() + ".failWithoutWord"))
			.isEqualTo(20);
		assertThat(Recording.ofMethod(profile, SampleType.EXCEPTIONS, BrokenPart.class.getName() + ".<init>"))
			.isEqualTo(10);
	}

	@Test
	void stackBeginsWithTheExceptionsOwnConstructor() throws Exception {
		Recording recording = Recording.start(this.directory);
		Work.run("thrower", () -> swallow(ExceptionProfileTests::failWithoutWord));
		Profile profile = recording.stop().profile();

		for (int row = 0; row < profile.rows(); row++) {
			if (WordlessException.class.getName().equals(Recording.label(profile, row, LabelKey.EXCEPTION_TYPE))) {
				List<String> stack = Recording.stack(profile, row);
				assertThat(stack).startsWith(WordlessException.class.getName() + ".<init>",
						ExceptionProfileTests.class.getName() + ".failWithoutWord");
				return;
			}
		}
		throw new AssertionError("The exception is not in the profile");
	}

	@Test
	void aStormIsCountedAlthoughFewOfItAreLookedAt() throws Exception {
		Recording recording = Recording.start(this.directory);
		Work.run("thrower", () -> storm(20_000));
		recording.tend();
		recording.cut();
		Work.run("storm", () -> {
			for (int i = 0; i < 5; i++) {
				storm(100_000);
				recording.tend();
			}
		});
		Profile profile = recording.stop().profile();

		long thrown = 500_000L + 500_000L / 4;
		assertThat(Recording.ofThread(profile, SampleType.EXCEPTIONS, "storm")).isCloseTo(thrown, withinPercentage(10));
		assertThat(Recording.ofThread(profile, SampleType.EXCEPTIONS, "thrower")).isCloseTo(25_000L,
				withinPercentage(10));
		assertThat(byType(profile, "storm").get(IllegalArgumentException.class.getName())).isCloseTo(125_000L,
				withinPercentage(35));
	}

	@Test
	void cutsInQuickSuccessionLoseNone() throws Exception {
		Recording recording = Recording.start(this.directory);
		for (int i = 0; i < 6; i++) {
			Work.run("thrower", () -> {
				for (int j = 0; j < 100; j++) {
					swallow(ExceptionProfileTests::failWithoutWord);
				}
			});
			recording.cut();
		}
		Profile profile = recording.stop().profile();

		assertThat(profile.total(SampleType.EXCEPTIONS)).isBetween(600L, 660L);
	}

	@Test
	void whatIsThrownBetweenTwoFilesIsKept() throws Exception {
		Recording recording = Recording.start(this.directory);
		Work.run("thrower", () -> swallow(ExceptionProfileTests::failWithoutWord));
		recording.roll();
		Work.run("thrower", () -> swallow(ExceptionProfileTests::failWithoutWord));
		Profile profile = recording.stop().profile();

		assertThat(byType(profile, "thrower")).isEqualTo(Map.of(WordlessException.class.getName(), 2L));
	}

	private static Map<String, Long> byType(Profile profile, String thread) {
		Map<String, Long> types = new TreeMap<>();
		int column = profile.sampleTypes().indexOf(SampleType.EXCEPTIONS);
		for (int row = 0; row < profile.rows(); row++) {
			Object type = Recording.label(profile, row, LabelKey.EXCEPTION_TYPE);
			if (type != null && thread.equals(Recording.label(profile, row, LabelKey.THREAD_NAME))) {
				types.merge(type.toString(), profile.value(row, column), Long::sum);
			}
		}
		return types;
	}

	private static void storm(int exceptions) {
		for (int i = 0; i < exceptions; i++) {
			swallow(ExceptionProfileTests::failWithoutWord);
			if (i % 4 == 0) {
				swallow(() -> {
					throw new IllegalArgumentException();
				});
			}
		}
	}

	private static void swallow(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | Abort ex) {
			// what is counted is that it was created
		}
	}

	private static void failWithoutWord() {
		throw new WordlessException();
	}

	/**
	 * An exception with a custom constructor.
	 */
	private static final class WordlessException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		WordlessException() {
			super("without a word", null, false, true);
		}

	}

	/**
	 * An error whose name does not tell that it is one.
	 */
	private static final class Abort extends Error {

		private static final long serialVersionUID = 1L;

		void signal() {
			throw this;
		}

	}

	/**
	 * Something whose constructor fails.
	 */
	private static final class BrokenPart {

		BrokenPart() {
			throw new IllegalStateException("broken");
		}

	}

}
