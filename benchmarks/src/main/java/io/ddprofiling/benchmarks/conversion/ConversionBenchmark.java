package io.ddprofiling.benchmarks.conversion;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What {@link ConversionTable} compares, by JMH: elapsed time, for machines that nobody
 * else uses, and bytes by {@code -prof gc}. The directory of the recordings is given by
 * {@code -jvmArgsAppend -Drecordings=...}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 2, jvmArgsAppend = { "-Xms1g", "-Xmx1g" })
@State(Scope.Thread)
public class ConversionBenchmark {

	/**
	 * The recording's name.
	 */
	@Param({ Recordings.SMALL, Recordings.BOOT_MINUTE, Recordings.MANY_STACKS })
	String recording = Recordings.SMALL;

	/**
	 * Who converts it.
	 */
	@Param
	Contender contender = Contender.OURS;

	private RecordingInput input = RecordingInput.NONE;

	/**
	 * Opens the recording.
	 * @throws IOException if there is none
	 */
	@Setup
	public void open() throws IOException {
		this.input = RecordingInput.of(Recording.open(Path.of(System.getProperty("recordings", "")), this.recording));
	}

	/**
	 * Forgets the recording.
	 * @throws IOException if its copy cannot be deleted
	 */
	@TearDown
	public void close() throws IOException {
		this.input.close();
	}

	/**
	 * Converts.
	 * @return a number that depends on what was read
	 * @throws IOException if the recording cannot be read
	 */
	@Benchmark
	public long convert() throws IOException {
		return this.contender.run(this.input, OutputStream.nullOutputStream());
	}

}
