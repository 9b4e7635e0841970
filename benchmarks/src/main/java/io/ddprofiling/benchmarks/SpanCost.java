package io.ddprofiling.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.ddprofiling.span.Spans;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a span costs the thread that opens and closes it. Virtual threads by
 * {@code -jvmArgsAppend -Djmh.executor=VIRTUAL}, bytes by {@code -prof gc}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(value = 3, jvmArgsAppend = { "-Xms512m", "-Xmx512m" })
@State(Scope.Thread)
public class SpanCost {

	private final RequestLike[] requests = RequestLike.some(1024);

	private int next = ThreadLocalRandom.current().nextInt(this.requests.length);

	/**
	 * The floor: both moments of a span.
	 * @param blackhole takes the moments
	 */
	@Benchmark
	public void twoMoments(Blackhole blackhole) {
		blackhole.consume(System.nanoTime());
		blackhole.consume(System.nanoTime());
	}

	/**
	 * A span with nothing inside.
	 * @param recording who records it
	 */
	@Benchmark
	public void span(SpanRecording recording) {
		RequestLike request = nextRequest();
		Spans.open(request, RequestLike.SOURCE);
		Spans.close(request);
	}

	/**
	 * A span inside of another, both of them measured.
	 * @param recording who records it
	 */
	@Benchmark
	public void spanInSpan(SpanRecording recording) {
		RequestLike outer = nextRequest();
		RequestLike inner = nextRequest();
		Spans.open(outer, RequestLike.SOURCE);
		Spans.open(inner, RequestLike.SOURCE);
		Spans.close(inner);
		Spans.close(outer);
	}

	private RequestLike nextRequest() {
		this.next = (this.next + 1) % this.requests.length;
		return this.requests[this.next];
	}

}
