package io.ddprofiling.spring;

import java.util.List;
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

/**
 * Lets the application start when a {@code dd.*} value cannot be bound: the default is
 * used, and the log and the status name the value. Such a value may be meant for another
 * of Datadog's clients, and a profiler is no reason not to start.
 */
final class LenientBinding implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("dd");

	private static final Logger logger = LoggerFactory.getLogger(LenientBinding.class);

	private final List<String> problems = new CopyOnWriteArrayList<>();

	@Override
	public BindHandler apply(BindHandler handler) {
		return new LenientHandler(handler);
	}

	List<String> problems() {
		return List.copyOf(this.problems);
	}

	void note(String problem) {
		this.problems.add(problem);
		logger.warn("{}", problem);
	}

	/**
	 * Notes a failure instead of throwing it.
	 */
	private final class LenientHandler extends AbstractBindHandler {

		LenientHandler(BindHandler parent) {
			super(parent);
		}

		@Override
		public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception error) throws Exception {
			ConfigurationProperty property = context.getConfigurationProperty();
			if (ROOT.isAncestorOf(name) && property != null && property.getName().equals(name)) {
				note("The property '" + name + "' is not used and its default is, because its value '"
						+ property.getValue() + "' (" + property.getOrigin() + ") does not fit: "
						+ AllowedValues.of(target.getType().resolve(Object.class)));
				return null;
			}
			return super.onFailure(name, target, context, error);
		}

	}

}
