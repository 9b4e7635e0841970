package io.ddprofiling.spring;

import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.SpringProperties;

/**
 * A run of the application that ends when its beans are made, to archive the classes that
 * were loaded. The JVM is halted then, so what was begun would never be ended.
 */
final class TrainingRun {

	private TrainingRun() {
	}

	static boolean isThisOne() {
		return DefaultLifecycleProcessor.ON_REFRESH_VALUE
			.equalsIgnoreCase(SpringProperties.getProperty(DefaultLifecycleProcessor.EXIT_PROPERTY_NAME));
	}

}
