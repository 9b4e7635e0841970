package io.ddprofiling.manual;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.spring.CaptureDescriptor;
import io.ddprofiling.spring.ProfilerDescriptor;
import io.ddprofiling.spring.ProfilerEndpoint;
import io.ddprofiling.spring.SnapshotMedia;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds {@code endpoint.md} against the endpoint's class. Its examples are run by
 * {@link ExampleTests}.
 */
class EndpointPageTests {

	private static final String PAGE = "endpoint.md";

	private static final Pattern OPERATION = Pattern.compile("(?m)^## `(.+)`$");

	private static final Pattern PARAMETER = Pattern.compile("(?s)\\| parameter \\|.*?(?=\n\n)");

	private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

	private static final Pattern JAVADOC = Pattern.compile("(?s) \\* @param (\\w+) (.+?)(?= \\* @|\\*/)");

	private final String page = ManualFile.of(PAGE).text();

	@Test
	void everyOperationHasASection() {
		assertThat(sections().keySet()).containsExactlyInAnyOrderElementsOf(operations().keySet());
	}

	@Test
	void everyParameterIsInItsSection() {
		Map<String, String> sections = sections();
		operations().forEach((operation, method) -> {
			Set<String> parameters = Arrays.stream(method.getParameters())
				.filter((parameter) -> parameter.getType() != SnapshotMedia.class)
				.map(Parameter::getName)
				.collect(Collectors.toSet());
			Set<String> rows = PARAMETER.matcher(sections.getOrDefault(operation, ""))
				.results()
				.flatMap((table) -> rows(table.group()).stream())
				.collect(Collectors.toSet());

			assertThat(rows).as("parameters of %s", operation).isEqualTo(parameters);
		});
	}

	@Test
	void everyFormatHasARowWithItsMediaType() {
		for (SnapshotFormat format : SnapshotFormat.values()) {
			assertThat(this.page)
				.contains("| `" + format.id() + "` | `" + format.contentType().replaceFirst(";.*", "") + "` |");
		}
	}

	@Test
	void everyTypeIsNamed() {
		assertThat(this.page).contains(Arrays.stream(ProfileType.values())
			.map((type) -> "`" + type.id() + "`")
			.collect(Collectors.joining(", ")));
	}

	@Test
	void everyMemberOfAnAnswerIsDescribed() throws IOException {
		Map<Class<?>, String> records = new LinkedHashMap<>();
		collect(ProfilerDescriptor.class, "The status", records);
		collect(CaptureDescriptor.BegunDescriptor.class, "A capture that has begun", records);
		collect(CaptureDescriptor.ListDescriptor.class, "The list of captures", records);
		StringBuilder tables = new StringBuilder();
		for (Map.Entry<Class<?>, String> record : records.entrySet()) {
			tables.append("### ").append(record.getValue()).append("\n\n| member | |\n|---|---|\n");
			Map<String, String> meanings = meanings(record.getKey());
			for (RecordComponent component : record.getKey().getRecordComponents()) {
				tables.append("| `").append(component.getName()).append("` | ");
				tables.append(meanings.get(component.getName())).append(" |\n");
			}
			tables.append('\n');
		}

		assertThat(records).hasSizeGreaterThan(10);
		Generated.check(PAGE, "members", tables.toString());
	}

	private static Map<String, Method> operations() {
		Map<String, Method> operations = new TreeMap<>();
		for (Method method : ProfilerEndpoint.class.getMethods()) {
			String verb = method.isAnnotationPresent(ReadOperation.class) ? "GET"
					: method.isAnnotationPresent(WriteOperation.class) ? "POST"
							: method.isAnnotationPresent(DeleteOperation.class) ? "DELETE" : "";
			if (!verb.isEmpty()) {
				String path = Arrays.stream(method.getParameters())
					.filter((parameter) -> parameter.isAnnotationPresent(Selector.class))
					.map((parameter) -> "/{" + parameter.getName() + "}")
					.collect(Collectors.joining());
				operations.put(verb + " /actuator/profiler" + path, method);
			}
		}
		return operations;
	}

	private Map<String, String> sections() {
		Map<String, String> sections = new TreeMap<>();
		List<MatchResult> headings = OPERATION.matcher(this.page).results().toList();
		for (MatchResult heading : headings) {
			int end = this.page.indexOf("\n## ", heading.end());
			sections.put(heading.group(1), this.page.substring(heading.end(), (end >= 0) ? end : this.page.length()));
		}
		return sections;
	}

	private static Set<String> rows(String table) {
		return ROW.matcher(table).results().map((row) -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));
	}

	private static void collect(Type type, String title, Map<Class<?>, String> records) {
		if (type instanceof ParameterizedType generic) {
			Arrays.stream(generic.getActualTypeArguments()).forEach((argument) -> collect(argument, title, records));
		}
		else if (type instanceof Class<?> record && record.isRecord() && record.getName().startsWith("io.ddprofiling")
				&& records.putIfAbsent(record, title) == null) {
			for (RecordComponent component : record.getRecordComponents()) {
				String path = title.startsWith("`") ? title.replace("`", "") + "." : "";
				collect(component.getGenericType(), "`" + path + component.getName() + "`", records);
			}
		}
	}

	// the sources have the words, in the Javadoc of the record
	private static Map<String, String> meanings(Class<?> type) throws IOException {
		Class<?> outer = (type.getEnclosingClass() != null) ? type.getEnclosingClass() : type;
		String file = "src/main/java/" + outer.getName().replace('.', '/') + ".java";
		String module = type.getName().startsWith("io.ddprofiling.spring.") ? "autoconfigure/" : "profiler/";
		String source = Files.readString(ManualFile.ROOT.resolve(module + file));
		int record = source.indexOf("record " + type.getSimpleName() + "(");
		Matcher matcher = JAVADOC.matcher(source.substring(source.lastIndexOf("/**", record), record));
		return matcher.results()
			.collect(Collectors.toMap((result) -> result.group(1),
					(result) -> result.group(2)
						.replace(", {@code null} if never", "")
						.replaceAll("\\s*\\n\\s*\\*\\s*", " ")
						.replaceAll("\\{@(?:link|code) (?:[\\w.]*\\.)?(\\w+)}", "`$1`")
						.strip()));
	}

}
