package io.ddprofiling.spring;

import org.springframework.boot.WebApplicationType;

class ReactiveCaptureEndpointTests extends AbstractCaptureEndpointTests {

	ReactiveCaptureEndpointTests() {
		super(WebApplicationType.REACTIVE);
	}

}
