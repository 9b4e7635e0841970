package io.ddprofiling.spring;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for {@link ProfilerEndpoint} on the reactive stack.
 */
class ReactiveProfilerEndpointTests extends AbstractProfilerEndpointTests {

	ReactiveProfilerEndpointTests() {
		super(WebApplicationType.REACTIVE);
	}

}
