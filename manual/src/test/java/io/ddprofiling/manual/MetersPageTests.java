package io.ddprofiling.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ddprofiling.Profiler;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.spring.ProfilerMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes the table of {@code meters.md} from the meters of the running shop, and holds
 * the dashboard against them.
 */
class MetersPageTests {

	private static final Path DASHBOARD = Path.of("src/grafana/profiler.json");

	private static final Pattern EXPRESSION = Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"");

	private static final Pattern METRIC = Pattern.compile("profiler(?:_[a-z]+)+");

	private static final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@BeforeAll
	static void bind() {
		RunningShop shop = RunningShop.get();
		Assumptions.assumeTrue(shop.bean(Profiler.class).status().recordedTypes().contains(ProfileType.WALL),
				"the Flight Recorder has no meter of waiting");
		shop.bean(ProfilerMetrics.class).bindTo(registry);
		// those of endpoints appear with the first sample
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> Stream.of("cpu", "allocated", "wait")
				.allMatch((cost) -> registry.find("profiler.endpoint." + cost).meter() != null));
	}

	@Test
	void everyMeterIsOnThePage() {
		Map<String, List<Meter>> meters = registry.getMeters()
			.stream()
			.collect(Collectors.groupingBy((meter) -> meter.getId().getName(), TreeMap::new, Collectors.toList()));
		StringBuilder table = new StringBuilder("| meter | tags | for Prometheus | |\n|---|---|---|---|\n");
		meters.forEach((name, all) -> {
			Meter.Id id = all.get(0).getId();
			table.append("| `").append(name).append("` | ").append(tags(id)).append(" | ");
			table.append(samples(name)).append(" | ").append(id.getDescription()).append(" |\n");
		});

		assertThat(meters).hasSizeGreaterThan(14);
		Generated.check("meters.md", "meters", table.toString());
	}

	@Test
	void everyValueOfATagThatIsNotOfTheApplicationIsOnThePage() {
		Map<String, Set<String>> values = new TreeMap<>();
		for (Meter meter : registry.getMeters()) {
			for (Tag tag : meter.getId().getTags()) {
				values.computeIfAbsent(tag.getKey(), (key) -> new TreeSet<>()).add("`" + tag.getValue() + "`");
			}
		}
		StringBuilder table = new StringBuilder("| tag | values |\n|---|---|\n");
		for (String tag : List.of("outcome", "reason", "type")) {
			table.append("| `").append(tag).append("` | ").append(String.join(", ", values.get(tag))).append(" |\n");
		}

		assertThat(values).containsOnlyKeys("endpoint", "exporter", "outcome", "reason", "trigger", "type");
		Generated.check("meters.md", "tags", table.toString());
	}

	@Test
	void dashboardShowsMetersThatExistAndNoneIsMissing() throws IOException {
		String dashboard = Files.readString(ManualFile.ROOT.resolve(DASHBOARD));
		Set<String> asked = EXPRESSION.matcher(dashboard)
			.results()
			.flatMap((expression) -> METRIC.matcher(expression.group(1)).results())
			.map(MatchResult::group)
			.collect(Collectors.toCollection(TreeSet::new));
		Set<String> existing = registry.scrape()
			.lines()
			.filter((line) -> line.startsWith("profiler_"))
			.map((line) -> line.replaceFirst("[ {].*", ""))
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(asked).isSubsetOf(existing);
		assertThat(asked).as("meters of the profiler itself; what endpoints cost has a dashboard of its own")
			.containsAll(existing.stream()
				.filter((name) -> !name.startsWith("profiler_endpoint_") && !name.endsWith("_created"))
				.toList());
		assertThat(JsonParserFactory.getJsonParser().parseMap(dashboard)).containsEntry("title", "Profiler")
			.containsKeys("panels", "templating", "schemaVersion");
	}

	private static String tags(Meter.Id id) {
		String tags = id.getTags().stream().map((tag) -> "`" + tag.getKey() + "`").collect(Collectors.joining(", "));
		return tags.isEmpty() ? "–" : tags;
	}

	private static String samples(String name) {
		String prefix = name.replace('.', '_');
		return registry.scrape()
			.lines()
			.filter((line) -> line.startsWith("# TYPE " + prefix))
			.map((line) -> line.split(" "))
			.filter((parts) -> parts[2]
				.matches(prefix + "(_seconds|_bytes|_samples|_cuts|_rolls|_captures|_profiles)?(_total|_max)?"))
			.map((parts) -> "`" + parts[2] + "` (" + parts[3] + ")")
			.collect(Collectors.joining(", "));
	}

}
