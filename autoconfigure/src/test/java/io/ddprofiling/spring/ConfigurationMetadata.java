package io.ddprofiling.spring;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.springframework.boot.json.JsonParserFactory;

/**
 * The generated description of this module's properties.
 */
final class ConfigurationMetadata {

	private static final String FILE = "META-INF/spring-configuration-metadata.json";

	private ConfigurationMetadata() {
	}

	static List<Property> properties() {
		return entries("properties").stream()
			.map((entry) -> new Property((String) entry.get("name"), (String) entry.get("type"),
					(String) entry.get("description"), entry.get("defaultValue")))
			.toList();
	}

	/**
	 * The properties that are bound by this module's own classes.
	 */
	static List<Property> ownProperties() {
		return properties().stream().filter((property) -> property.name().startsWith("dd.")).toList();
	}

	@SuppressWarnings("unchecked")
	static List<Map<String, Object>> entries(String section) {
		return (List<Map<String, Object>>) JsonParserFactory.getJsonParser().parseMap(read()).get(section);
	}

	private static String read() {
		try {
			for (URL url : Collections.list(ConfigurationMetadata.class.getClassLoader().getResources(FILE))) {
				try (InputStream in = url.openStream()) {
					String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
					if (content.contains("\"" + ProfilingProperties.class.getName() + "\"")) {
						return content;
					}
				}
			}
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		throw new AssertionError("no " + FILE + " of this module");
	}

	/**
	 * A property.
	 *
	 * @param name its key
	 * @param type its Java type
	 * @param description what it means
	 * @param defaultValue its default, or {@code null} if it has none
	 */
	record Property(String name, String type, String description, Object defaultValue) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
