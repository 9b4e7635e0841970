package io.ddprofiling.testsupport;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sample types that Datadog's own clients send.
 */
final class SampleTypes {

	private static final Set<String> KNOWN = Stream.concat(named(), io()).collect(Collectors.toUnmodifiableSet());

	private SampleTypes() {
	}

	static boolean isKnown(String typeAndUnit) {
		return KNOWN.contains(typeAndUnit);
	}

	private static Stream<String> named() {
		return Stream.of("cpu-samples/count", "cpu-time/nanoseconds", "wall-samples/count", "wall-time/nanoseconds",
				"exception-samples/count", "lock-acquire/count", "lock-acquire-wait/nanoseconds", "lock-release/count",
				"lock-release-hold/nanoseconds", "alloc-samples/count", "alloc-space/bytes", "heap-space/bytes",
				"heap-live-samples/count", "heap-live-size/bytes", "alloc-size/bytes", "alloc-samples-unscaled/count",
				"inuse-objects/count", "inuse-space/bytes", "lock-count/count", "lock-time/nanoseconds",
				"request-time/nanoseconds", "timeline/nanoseconds", "sample/count", "tracepoint/events");
	}

	private static Stream<String> io() {
		return Stream.of("file-io-read", "file-io-write", "socket-read", "socket-write")
			.flatMap((name) -> Stream.of(name + "-size/bytes", name + "-size-samples/count", name + "-time/nanoseconds",
					name + "-time-samples/count"));
	}

}
