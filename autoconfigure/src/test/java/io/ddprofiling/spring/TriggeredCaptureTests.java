package io.ddprofiling.spring;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.ddprofiling.Profiler;
import io.ddprofiling.TriggerStatus;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for triggers in a Spring Boot application: the properties, what only an
 * application has, the event and the log.
 */
@ExtendWith(OutputCaptureExtension.class)
class TriggeredCaptureTests {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static volatile double sink;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void slowAndFailingRequestsAreCaptured(WebApplicationType type, CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(type, "slow-endpoint=300ms", "out-of-memory=true",
				"global-cooldown=1s")) {
			EndpointClient client = client(context);
			assertThat(client.get("/unhurried").status()).isEqualTo(200);
			client.getPage("/slow/secret-42");
			ProfilerCaptureEvent slow = ended(context, "slow-endpoint");
			assertThat(slow.reason()).startsWith("GET /slow/{id} took ").endsWith(" over 300 ms");
			assertThat(stacks(client, slow)).contains("TriggeredCaptureTests.burn");
			assertThat(output).contains("capture " + slow.capture().id() + " can be read at");
			assertThat(client.get("/profiler").text()).contains("slow-endpoint").doesNotContain("secret-42");

			if (type == WebApplicationType.SERVLET) {
				client.getPage("/exhaust");
				ProfilerCaptureEvent failed = ended(context, "out-of-memory");
				assertThat(failed.reason()).isEqualTo("An OutOfMemoryError was thrown");
				assertThat(stacks(client, failed)).contains("TriggeredCaptureTests.exhaust");
			}
			assertThat(context.getBean(MeterRegistry.class)
				.get("profiler.triggers")
				.tag("trigger", "slow-endpoint")
				.functionCounter()
				.count()).isOne();
		}
	}

	@Test
	void meterOverALimitIsCaptured() {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET,
				"meters=http.server.requests{uri=/slow/{id}} max > 0.1; orders.waiting > 3")) {
			EndpointClient client = client(context);
			assertThat(context.getBean(Profiler.class).triggers().status()).extracting(TriggerStatus::name)
				.containsExactly("meter-1", "meter-2");

			context.getBean(MeterRegistry.class).gauge("orders.waiting", 4);
			burn(100);

			ProfilerCaptureEvent event = ended(context, "meter-2");
			assertThat(event.reason()).isEqualTo("The meter orders.waiting value > 3.0 is at 4.000");
			assertThat(stacks(client, event)).contains("TriggeredCaptureTests.burn");
		}
	}

	@Test
	void startOfTheApplicationIsCapturedFromItsBeansOn(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "start-up=true")) {
			ProfilerCaptureEvent event = ended(context, "start-up");

			assertThat(event.reason()).isEqualTo("The application starts");
			assertThat(output).contains("The listener is not ready");
			assertThat(stacks(client(context), event)).contains("Application.slowBean");
		}
	}

	@Test
	void brokenConditionIsToldAtTheStart(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(WebApplicationType.NONE, "meters=jvm.threads.live over 5")) {
			assertThat(context.getBean(Profiler.class).triggers().status()).isEmpty();
			assertThat(context.getBean(Profiler.class).status().problems()).singleElement()
				.asString()
				.contains("'jvm.threads.live over 5'", "'dd.profiling.triggers.meters'",
						"as in hikaricp.connections.pending{pool=main} value > 5");
			assertThat(output).contains("'jvm.threads.live over 5'");
		}
	}

	private ConfigurableApplicationContext run(WebApplicationType type, String... triggers) {
		String[] arguments = Stream.concat(
				Stream.of("--spring.config.name=none", "--server.port=0",
						"--dd.profiling.store.directory=" + this.directory, "--dd.profiling.upload.enabled=false",
						"--management.endpoints.web.exposure.include=profiler,unhurried",
						"--dd.profiling.captures.max-duration=4s", "--dd.profiling.triggers.before=2s",
						"--dd.profiling.triggers.after=1s"),
				Arrays.stream(triggers).map((trigger) -> "--dd.profiling.triggers." + trigger))
			.toArray(String[]::new);
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).web(type)
			.initializers(SystemEnvironment.empty())
			.run(arguments);
		Recording.assumePossible(context.getBean(Profiler.class));
		return context;
	}

	private static ProfilerCaptureEvent ended(ConfigurableApplicationContext context, String trigger) {
		Events events = context.getBean(Events.class);
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> events.of(trigger), (found) -> found.stream().anyMatch(ProfilerCaptureEvent::isReadable))
			.stream()
			.filter(ProfilerCaptureEvent::isReadable)
			.findFirst()
			.orElseThrow();
	}

	private static String stacks(EndpointClient client, ProfilerCaptureEvent event) {
		assertThat(event.capture().note()).isNull();
		return client.get("/profiler/" + event.capture().id() + "/collapsed?type=cpu").text();
	}

	private static EndpointClient client(ConfigurableApplicationContext context) {
		return new EndpointClient(Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port")));
	}

	private static void burn(long millis) {
		long end = THREADS.getCurrentThreadCpuTime() + millis * 1_000_000;
		while (THREADS.getCurrentThreadCpuTime() < end) {
			sink += Math.sin(sink);
		}
	}

	// more than any heap has: the JVM's own error, while the others have enough
	private static byte[] exhaust() {
		burn(300);
		return new byte[Integer.MAX_VALUE];
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AbstractProfilerEndpointTests.Application.class, Shop.class, UnhurriedEndpoint.class })
	static class Application {

		@Bean
		Events events() {
			return new Events();
		}

		@Bean
		Object slowBean() {
			burn(500);
			return new Object();
		}

	}

	static class Events {

		private final List<ProfilerCaptureEvent> all = new CopyOnWriteArrayList<>();

		@EventListener
		void captured(ProfilerCaptureEvent event) {
			this.all.add(event);
			if (event.trigger().equals("start-up") && !event.isReadable()) {
				throw new IllegalStateException("The listener is not ready");
			}
		}

		List<ProfilerCaptureEvent> of(String trigger) {
			return this.all.stream().filter((event) -> event.trigger().equals(trigger)).collect(Collectors.toList());
		}

	}

	// of the actuator, so that nobody cares
	@Endpoint(id = "unhurried")
	static class UnhurriedEndpoint {

		@ReadOperation
		String answer() {
			burn(500);
			return "slow, too";
		}

	}

	@RestController
	static class Shop {

		@GetMapping("/slow/{id}")
		String slow() {
			burn(500);
			return "slow";
		}

		@GetMapping("/exhaust")
		int fail() {
			return exhaust().length;
		}

	}

}
