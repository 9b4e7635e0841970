package io.ddprofiling.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.recorder.AsyncProfilerRecorder;
import io.ddprofiling.recorder.RecorderException;
import io.ddprofiling.span.SpanJournal;
import io.ddprofiling.span.SpanRecorder;
import io.ddprofiling.span.Spans;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Who records the spans of a benchmark: nobody, a recorder whose ring another thread
 * empties all the time, or that while async-profiler takes samples of all types.
 */
@State(Scope.Benchmark)
public class SpanRecording {

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000)
		.with(ProfileType.WALL, 50_000_000)
		.with(ProfileType.ALLOCATION, 2 * 1024 * 1024)
		.with(ProfileType.LOCK, 10_000_000);

	private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

	/**
	 * One of {@code off}, {@code recorder} and {@code samples}.
	 */
	@Param({ "off", "recorder", "samples" })
	public String by = "off";

	private final SpanRecorder recorder = new SpanRecorder(List.of());

	private volatile boolean draining;

	private long dropped;

	private @Nullable AsyncProfilerRecorder profiler;

	/**
	 * Begins to record.
	 */
	@Setup
	public void begin() {
		if (this.by.equals("off")) {
			return;
		}
		this.draining = true;
		Thread drain = new Thread(this::drain, "drain");
		drain.setDaemon(true);
		drain.start();
		Spans.recordTo(this.recorder);
		if (this.by.equals("samples")) {
			// async-profiler cannot be loaded by a virtual thread
			this.profiler = CompletableFuture.supplyAsync(SpanRecording::sample).join();
		}
	}

	/**
	 * Tells how many spans there was no room for: those cost less.
	 */
	@TearDown(Level.Iteration)
	public void report() {
		long all = this.recorder.dropped();
		System.out.printf("[%d dropped] ", all - this.dropped);
		this.dropped = all;
	}

	/**
	 * Ends it.
	 * @throws RecorderException if async-profiler does not stop
	 */
	@TearDown
	public void end() throws RecorderException {
		this.draining = false;
		Spans.recordTo(null);
		if (this.profiler != null) {
			this.profiler.stop();
		}
	}

	private static AsyncProfilerRecorder sample() {
		try {
			Path directory = Files.createTempDirectory("span-cost");
			AsyncProfilerRecorder started = new AsyncProfilerRecorder(RATES, 512, false, null, directory);
			started.start(directory.resolve("recording.jfr"));
			return started;
		}
		catch (IOException | RecorderException ex) {
			throw new IllegalStateException("No samples can be taken", ex);
		}
	}

	private void drain() {
		SpanJournal journal = new SpanJournal(this.recorder);
		while (this.draining) {
			journal.drain();
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

}
