package io.ddprofiling.spring;

import java.lang.management.ManagementFactory;

import javax.management.MBeanServer;

import io.ddprofiling.Profiler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the {@link ProfilerMXBean}, where the application is shown by
 * JMX. Of actuator's endpoints, JMX shows none that answers with more than JSON.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { ProfilerAutoConfiguration.class, JmxAutoConfiguration.class })
@ConditionalOnProperty(name = "spring.jmx.enabled", havingValue = "true")
public final class ProfilerJmxAutoConfiguration {

	ProfilerJmxAutoConfiguration() {
	}

	@Bean
	@ConditionalOnBean(Profiler.class)
	@ConditionalOnMissingBean
	ProfilerJmxRegistration ddProfilingJmxRegistration(Profiler profiler, ObjectProvider<MBeanServer> server) {
		return new ProfilerJmxRegistration(profiler, server.getIfUnique(ManagementFactory::getPlatformMBeanServer));
	}

}
