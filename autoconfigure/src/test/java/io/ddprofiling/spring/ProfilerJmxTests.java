package io.ddprofiling.spring;

import java.lang.management.ManagementFactory;

import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProfilerJmxRegistration} and its auto-configuration.
 */
class ProfilerJmxTests {

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer(SystemEnvironment.empty())
		.withPropertyValues("dd.profiling.enabled=false", "dd.service=orders", "dd.profiling.stackdepth=many")
		.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, ProfilerAutoConfiguration.class,
				ProfilerJmxAutoConfiguration.class));

	@Test
	void statusIsShownWhileTheContextLives() {
		this.runner.withPropertyValues("spring.jmx.enabled=true").run((context) -> {
			ProfilerMXBean shown = JMX.newMXBeanProxy(this.server, name(), ProfilerMXBean.class);

			assertThat(shown.getState()).isEqualTo("disabled");
			assertThat(shown.getReason()).isEqualTo("dd.profiling.enabled is false");
			assertThat(shown.getService()).isEqualTo("orders");
			assertThat(shown.getEngine()).isNull();
			assertThat(shown.getProblems()).singleElement().asString().contains("dd.profiling.stackdepth");
			assertThat(this.server.getMBeanInfo(name()).getAttributes()).hasSize(14)
				.noneMatch((attribute) -> attribute.isWritable());
			assertThat(this.server.getMBeanInfo(name()).getOperations()).isEmpty();
			for (var attribute : this.server.getMBeanInfo(name()).getAttributes()) {
				this.server.getAttribute(name(), attribute.getName());
			}
		});
		assertThat(isShown()).isFalse();
	}

	@Test
	void secondContextStartsAndTheFirstStays() {
		this.runner.withPropertyValues("spring.jmx.enabled=true").run((first) -> {
			this.runner.withPropertyValues("spring.jmx.enabled=true", "dd.service=other")
				.run((second) -> assertThat(second).hasNotFailed());

			assertThat(this.server.getAttribute(name(), "Service")).isEqualTo("orders");
		});
	}

	@Test
	void nothingIsShownWithoutJmx() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ProfilerJmxRegistration.class);
			assertThat(isShown()).isFalse();
		});
	}

	private boolean isShown() {
		return this.server.isRegistered(name());
	}

	private static ObjectName name() {
		try {
			return ObjectName.getInstance("io.ddprofiling:type=Profiler");
		}
		catch (JMException ex) {
			throw new AssertionError(ex);
		}
	}

}
