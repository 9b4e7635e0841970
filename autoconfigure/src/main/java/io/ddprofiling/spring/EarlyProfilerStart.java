package io.ddprofiling.spring;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Starts the profiler before the application's beans are made, if the start of the
 * application is to be captured: the life cycle of the context begins after that.
 */
final class EarlyProfilerStart implements BeanFactoryInitializer<ListableBeanFactory> {

	private static final String PROPERTY = "dd.profiling.triggers.start-up";

	private final Environment environment;

	EarlyProfilerStart(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void initialize(ListableBeanFactory beans) {
		if (isWanted() && !TrainingRun.isThisOne()) {
			// before anything can happen
			beans.getBeanProvider(CaptureEvents.class).getIfUnique();
			beans.getBeanProvider(ProfilerLifecycle.class).ifUnique(ProfilerLifecycle::start);
		}
	}

	private boolean isWanted() {
		try {
			return Binder.get(this.environment).bind(PROPERTY, Boolean.class).orElse(false);
		}
		catch (BindException ex) {
			// noted when all properties are bound
			return false;
		}
	}

}
