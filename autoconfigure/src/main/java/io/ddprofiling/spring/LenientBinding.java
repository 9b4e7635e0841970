package io.ddprofiling.spring;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.util.StringUtils;

/**
 * Lets the application start when a value of {@link ProfilingProperties} or
 * {@link DatadogProperties} cannot be bound: the default is used, and the log and the
 * status name the value. Such a value may be meant for another of Datadog's clients, and
 * a profiler is no reason not to start. Other properties of the application are none of
 * our business.
 */
final class LenientBinding implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final Set<Class<?>> PROPERTIES = Set.of(ProfilingProperties.class, DatadogProperties.class);

	private static final Logger logger = LoggerFactory.getLogger(LenientBinding.class);

	private final List<String> problems = new CopyOnWriteArrayList<>();

	@Override
	public BindHandler apply(BindHandler handler) {
		return new LenientHandler(handler);
	}

	List<String> problems() {
		return List.copyOf(this.problems);
	}

	/**
	 * Notes a value that is not used.
	 * @param property the property and, if known, where its value comes from
	 * @param value the value, as the user wrote it
	 * @param allowed what it should be, as in "it must be a number"
	 */
	void note(String property, Object value, String allowed) {
		note("The value '" + ShownValue.of(value) + "' of the property " + property
				+ " does not fit, its default is used: " + allowed);
	}

	void note(String problem) {
		this.problems.add(problem);
		logger.warn("DDP-101 {}", problem);
	}

	/**
	 * Notes a failure instead of throwing it.
	 */
	private final class LenientHandler extends AbstractBindHandler {

		private boolean ours;

		LenientHandler(BindHandler parent) {
			super(parent);
		}

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			if (context.getDepth() == 0) {
				this.ours = PROPERTIES.contains(target.getType().resolve(Object.class));
			}
			return super.onStart(name, target, context);
		}

		@Override
		public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception error) throws Exception {
			ConfigurationProperty property = this.ours ? find(name, context) : null;
			if (property != null) {
				// Kubernetes and Helm charts leave variables empty that are not set
				if (StringUtils.hasText(property.getValue().toString())) {
					note("'" + name + "' (" + property.getOrigin() + ")", property.getValue(),
							AllowedValues.of(target.getType().resolve(Object.class)));
				}
				return null;
			}
			return super.onFailure(name, target, context, error);
		}

		// the context has forgotten the property of a group of properties by now
		private static @Nullable ConfigurationProperty find(ConfigurationPropertyName name, BindContext context) {
			for (ConfigurationPropertySource source : context.getSources()) {
				ConfigurationProperty property = source.getConfigurationProperty(name);
				if (property != null) {
					return property;
				}
			}
			return null;
		}

	}

}
