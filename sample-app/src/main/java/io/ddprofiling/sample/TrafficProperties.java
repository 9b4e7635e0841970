package io.ddprofiling.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of the {@link TrafficGenerator}.
 *
 * @param enabled whether the shop visits itself
 * @param requestsPerSecond requests of all customers together
 */
@ConfigurationProperties("sample.traffic")
record TrafficProperties(@DefaultValue("true") boolean enabled, @DefaultValue("20") int requestsPerSecond) {

	TrafficProperties {
		Assert.isTrue(requestsPerSecond > 0 && requestsPerSecond <= 1000,
				"'requestsPerSecond' must be between 1 and 1000");
	}

}
