package io.ddprofiling.spring;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for {@link ProfilerEndpoint} on the servlet stack.
 */
class ServletProfilerEndpointTests extends AbstractProfilerEndpointTests {

	ServletProfilerEndpointTests() {
		super(WebApplicationType.SERVLET);
	}

}
