package io.ddprofiling.spring;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.util.StringUtils;

/**
 * Reads a {@link Switch}; Spring Boot's own conversion to an enum knows the names only.
 */
@ConfigurationPropertiesBinding
final class SwitchConverter implements Converter<String, Switch> {

	@Override
	public @Nullable Switch convert(String source) {
		return StringUtils.hasText(source) ? Switch.of(source) : null;
	}

}
