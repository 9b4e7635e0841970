package io.ddprofiling.manual;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.management.JMException;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds {@code observability.md} against the MBean of the running shop.
 */
class ObservabilityTests {

	private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z]+)`");

	@Test
	void everyAttributeOfTheMBeanIsOnThePageAndHasAValue() throws JMException {
		RunningShop.get();
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		ObjectName name = ObjectName.getInstance("io.ddprofiling:type=Profiler");
		List<String> documented = ManualFile.of("observability.md")
			.text()
			.lines()
			.filter((line) -> line.startsWith("| `"))
			.flatMap((line) -> NAME.matcher(line).results().map((MatchResult found) -> found.group(1)))
			.toList();

		assertThat(Arrays.stream(server.getMBeanInfo(name).getAttributes()).map(MBeanFeatureInfo::getName))
			.containsExactlyInAnyOrderElementsOf(documented);
		assertThat(server.getAttribute(name, "State")).isEqualTo("running");
		assertThat(server.getAttribute(name, "Service")).isEqualTo("shop");
		assertThat((String[]) server.getAttribute(name, "Types")).contains("cpu", "allocation");
		assertThat((long) server.getAttribute(name, "Samples")).isPositive();
		assertThat((long) server.getAttribute(name, "Delivered")).isPositive();
		assertThat((long) server.getAttribute(name, "StoreBytes")).isPositive();
	}

}
