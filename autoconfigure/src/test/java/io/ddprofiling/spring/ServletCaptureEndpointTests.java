package io.ddprofiling.spring;

import org.springframework.boot.WebApplicationType;

class ServletCaptureEndpointTests extends AbstractCaptureEndpointTests {

	ServletCaptureEndpointTests() {
		super(WebApplicationType.SERVLET);
	}

}
