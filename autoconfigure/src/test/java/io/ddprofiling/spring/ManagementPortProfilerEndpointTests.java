package io.ddprofiling.spring;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for {@link ProfilerEndpoint} on a port of its own.
 */
class ManagementPortProfilerEndpointTests extends AbstractProfilerEndpointTests {

	ManagementPortProfilerEndpointTests() {
		super(WebApplicationType.SERVLET, "--management.server.port=0");
	}

}
