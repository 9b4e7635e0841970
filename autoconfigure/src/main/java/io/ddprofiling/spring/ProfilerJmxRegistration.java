package io.ddprofiling.spring;

import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

import io.ddprofiling.Profiler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Registers the {@link ProfilerMXBean} for as long as the application context lives. Not
 * left to Spring's exporter, to which a name that is taken, by another context's, is a
 * reason not to start.
 */
final class ProfilerJmxRegistration implements InitializingBean, DisposableBean {

	static final String NAME = "io.ddprofiling:type=Profiler";

	private static final Logger logger = LoggerFactory.getLogger(ProfilerJmxRegistration.class);

	private final Profiler profiler;

	private final MBeanServer server;

	private boolean registered;

	ProfilerJmxRegistration(Profiler profiler, MBeanServer server) {
		this.profiler = profiler;
		this.server = server;
	}

	@Override
	public void afterPropertiesSet() {
		try {
			StandardMBean bean = new StandardMBean(new ProfilerManagement(this.profiler), ProfilerMXBean.class, true);
			this.server.registerMBean(bean, ObjectName.getInstance(NAME));
			this.registered = true;
		}
		catch (InstanceAlreadyExistsException ex) {
			logger.info("JMX shows the profiler of another application context of this JVM");
		}
		catch (JMException | RuntimeException ex) {
			logger.warn("DDP-141 JMX does not show the profiler: {}", ex.toString());
		}
	}

	@Override
	public void destroy() {
		if (!this.registered) {
			return;
		}
		try {
			this.server.unregisterMBean(ObjectName.getInstance(NAME));
		}
		catch (InstanceNotFoundException ex) {
			logger.debug("Somebody else has taken the profiler from JMX", ex);
		}
		catch (JMException | RuntimeException ex) {
			logger.debug("The profiler cannot be taken from JMX", ex);
		}
	}

}
