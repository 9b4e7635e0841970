package io.ddprofiling.manual;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.ddprofiling.spring.ProfilingProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes the tables of {@code properties.md} from the metadata of the properties.
 */
class PropertiesPageTests {

	private static final String PAGE = "properties.md";

	private static final Pattern VARIABLE = Pattern.compile("with\\(\\s*\"(DD_[A-Z_]+)\"");

	@Test
	void everyPropertyIsOnThePage() throws IOException {
		Map<String, List<Property>> groups = properties().stream()
			.collect(Collectors.groupingBy(Property::group, TreeMap::new, Collectors.toList()));
		StringBuilder page = new StringBuilder();
		groups.forEach((group, properties) -> {
			page.append("### `").append(group).append("`\n\n");
			page.append("| property | default | variable | |\n|---|---|---|---|\n");
			properties.forEach((property) -> page.append(property.row()));
			page.append('\n');
		});

		assertThat(groups.values().stream().mapToInt(List::size).sum()).isGreaterThan(80);
		Generated.check(PAGE, "properties", page.toString());
	}

	@Test
	void everyVariableOfTheManualApiIsOnThePage() throws IOException {
		Set<String> variables = variablesOfTheManualApi();
		Map<String, String> named = properties().stream().collect(Collectors.toMap(Property::variable, Property::name));

		assertThat(variables).hasSizeGreaterThan(30);
		assertThat(named.keySet()).as("variables that are no property's").containsAll(variables);
		Generated.check(PAGE, "variables",
				variables.stream().map((name) -> "`" + name + "`").collect(Collectors.joining(", ")));
	}

	private static Set<String> variablesOfTheManualApi() throws IOException {
		String source = Files
			.readString(ManualFile.ROOT.resolve("profiler/src/main/java/io/ddprofiling/EnvironmentSettings.java"));
		return VARIABLE.matcher(source)
			.results()
			.map((MatchResult result) -> result.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@SuppressWarnings("unchecked")
	private static List<Property> properties() throws IOException {
		Map<String, Object> metadata = JsonParserFactory.getJsonParser().parseMap(metadata());
		Map<String, String> values = ((List<Map<String, Object>>) metadata.get("hints")).stream()
			.collect(Collectors.toMap((hint) -> (String) hint.get("name"),
					(hint) -> values((List<Map<String, Object>>) hint.get("values"))));
		return ((List<Map<String, Object>>) metadata.get("properties")).stream()
			.map((entry) -> Property.of(entry, values.get(entry.get("name"))))
			.sorted(Comparator.comparing(Property::name))
			.toList();
	}

	private static String values(List<Map<String, Object>> hints) {
		return hints.stream().map((hint) -> "`" + hint.get("value") + "`").collect(Collectors.joining(", "));
	}

	private static String metadata() throws IOException {
		var all = ProfilingProperties.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json");
		while (all.hasMoreElements()) {
			try (InputStream in = all.nextElement().openStream()) {
				String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
				if (text.contains(ProfilingProperties.class.getName())) {
					return text;
				}
			}
		}
		throw new AssertionError("no metadata of the profiler's properties");
	}

	/**
	 * A property.
	 *
	 * @param name its key
	 * @param type the simple name of its type
	 * @param description what it means
	 * @param defaultValue its default, {@code null} if it has none
	 * @param values the values it may have, {@code null} if there are too many
	 */
	private record Property(String name, String type, String description, @Nullable Object defaultValue,
			@Nullable String values) {

		private static final Map<String, String> TYPES = Map.of("Duration", "a time, as in `10s`", "DataSize",
				"a size, as in `64MB`", "Boolean", "`true`, `false`", "Switch", "`true`, `auto`, `false`", "Integer",
				"a whole number", "Double", "a number", "URI", "a URL", "List", "a list with commas");

		static Property of(Map<String, Object> entry, @Nullable String values) {
			String type = ((String) entry.get("type")).replaceAll("<.*", "").replaceAll(".*[.$]", "");
			return new Property((String) entry.get("name"), type, (String) entry.get("description"),
					entry.get("defaultValue"), values);
		}

		/**
		 * The part of the key that the heading has: {@code dd.profiling.upload}.
		 */
		String group() {
			String[] parts = this.name.split("\\.");
			if (!this.name.startsWith("dd.profiling.")) {
				return parts[0] + ".*";
			}
			return "dd.profiling." + ((parts.length > 3) ? parts[2] + ".*" : "*");
		}

		String variable() {
			return this.name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
		}

		String row() {
			String shown = (this.defaultValue != null && !this.defaultValue.toString().isEmpty())
					? "`" + this.defaultValue + "`" : "–";
			String allowed = (this.values != null) ? this.values : TYPES.get(this.type);
			return "| `" + this.name + "` | " + shown + " | `" + variable() + "` | " + sentence()
					+ ((allowed != null) ? " (" + allowed + ")" : "") + " |\n";
		}

		private String sentence() {
			return this.description.replaceAll("\\.$", "").replace("|", "\\|").replace("<", "&lt;");
		}

	}

}
