package io.ddprofiling.benchmarks;

import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.ddprofiling.span.SpanDescription;
import io.ddprofiling.span.SpanSource;

/**
 * What an observation of a request tells when it ends, all of it made before.
 *
 * @param method the request's method
 * @param pattern the pattern of the route
 * @param traceId the trace's identifier
 * @param spanId the span's identifier
 */
record RequestLike(String method, String pattern, String traceId, String spanId) {

	static final SpanSource<RequestLike> SOURCE = RequestLike::describe;

	private static final String[] METHODS = { "GET", "POST", "PUT", "DELETE" };

	private static final int ROUTES = 20;

	static RequestLike[] some(int count) {
		SplittableRandom random = new SplittableRandom(count);
		return IntStream.range(0, count)
			.mapToObj((index) -> new RequestLike(METHODS[index % METHODS.length],
					"/shop/{shop}/orders/{order}/items" + index % ROUTES, hex(random) + hex(random), hex(random)))
			.toArray(RequestLike[]::new);
	}

	private static String hex(SplittableRandom random) {
		return HexFormat.of().toHexDigits(random.nextLong());
	}

	private void describe(SpanDescription description) {
		description.web(this.method, this.pattern);
		description.trace(this.traceId, this.spanId);
	}

}
