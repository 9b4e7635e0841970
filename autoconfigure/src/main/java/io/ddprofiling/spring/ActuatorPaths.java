package io.ddprofiling.spring;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.util.function.SingletonSupplier;

/**
 * The paths of Actuator's endpoints. They are asked for when the first request has been
 * answered, and do not change after that.
 */
final class ActuatorPaths {

	private final SingletonSupplier<Set<String>> paths;

	ActuatorPaths(ObjectProvider<PathMappedEndpoints> endpoints) {
		this.paths = SingletonSupplier.of(() -> paths(endpoints.getIfAvailable()));
	}

	/**
	 * Whether requests of a route are for Actuator.
	 * @param pattern the pattern of the route
	 * @return {@code false} if they are the application's own
	 */
	boolean contain(String pattern) {
		return this.paths.obtain()
			.stream()
			.anyMatch(
					(path) -> pattern.equals(path) || pattern.startsWith(path) && pattern.charAt(path.length()) == '/');
	}

	private static Set<String> paths(@Nullable PathMappedEndpoints endpoints) {
		return (endpoints != null) ? Set.copyOf(endpoints.getAllPaths()) : Set.of();
	}

}
