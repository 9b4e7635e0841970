package io.ddprofiling.spring;

import java.util.HashMap;
import java.util.Map;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Environment variables that take the place of the real ones, which a test must not
 * depend on.
 */
final class SystemEnvironment implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private final Map<String, Object> variables;

	private SystemEnvironment(Map<String, String> variables) {
		this.variables = new HashMap<>(variables);
	}

	static SystemEnvironment empty() {
		return of(Map.of());
	}

	static SystemEnvironment of(Map<String, String> variables) {
		return new SystemEnvironment(variables);
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		context.getEnvironment()
			.getPropertySources()
			.replace(name, new SystemEnvironmentPropertySource(name, this.variables));
	}

}
