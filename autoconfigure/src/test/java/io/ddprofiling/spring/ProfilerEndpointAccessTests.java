package io.ddprofiling.spring;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.management.ObjectName;

import io.ddprofiling.Profiler;
import io.ddprofiling.ProfilerState;
import io.ddprofiling.spring.EndpointClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link ProfilerEndpoint} lets whom change.
 */
class ProfilerEndpointAccessTests {

	private static final String UNRESTRICTED = "--management.endpoint.profiler.access=unrestricted";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void profilerIsPausedAndResumed(WebApplicationType type) {
		try (ConfigurableApplicationContext context = run(type, UNRESTRICTED)) {
			Profiler profiler = context.getBean(Profiler.class);
			Recording.assumePossible(profiler);
			EndpointClient client = client(context);

			Answer paused = client.send("POST", "/profiler/pause");
			assertThat(paused.status()).isEqualTo(200);
			assertThat(paused.contentType()).contains("json");
			assertThat(paused.json()).containsEntry("state", "paused")
				.containsEntry("reason", "paused on request, until it is resumed on request")
				.containsKeys("since", "identity", "types", "store");
			assertThat(profiler.status().state()).isEqualTo(ProfilerState.PAUSED);
			assertThat(client.send("POST", "/profiler/PAUSE").json()).containsEntry("since",
					paused.json().get("since"));
			assertThat(client.get("/profiler/pprof").status()).isEqualTo(200);

			Answer resumed = client.send("POST", "/profiler/resume");
			assertThat(resumed.status()).isEqualTo(200);
			assertThat(resumed.json()).containsEntry("state", "running");
			assertThat(profiler.status().state()).isEqualTo(ProfilerState.RUNNING);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void actionThatDoesNotExistIsAnsweredWithThoseThatDo(WebApplicationType type) {
		try (ConfigurableApplicationContext context = run(type, UNRESTRICTED, "--dd.profiling.enabled=false")) {
			for (String action : List.of("stop", "pause,file=x", "pprof", "%00")) {
				Answer answer = client(context).send("POST", "/profiler/" + action);

				assertThat(answer.status()).as(action).isBetween(400, 404);
				assertThat(answer.text()).doesNotContain("file=x", "stop");
			}
			assertThat(client(context).send("POST", "/profiler/stop").status()).isEqualTo(404);
			assertThat(client(context).send("POST", "/profiler/stop").json())
				.isEqualTo(Map.of("error", "Invalid 'action': there is no such action", "parameter", "action",
						"allowed", List.of("pause", "resume")));
		}
	}

	@Test
	void profilerThatDoesNotRunIsNotChanged() {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, UNRESTRICTED,
				"--dd.profiling.enabled=false")) {
			for (String action : List.of("pause", "resume")) {
				Answer answer = client(context).send("POST", "/profiler/" + action);

				assertThat(answer.status()).isEqualTo(409);
				assertThat(answer.contentType()).startsWith("application/json");
				assertThat(answer.json())
					.isEqualTo(Map.of("error", "The profiler is disabled: dd.profiling.enabled is false"));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--as.by=default", "--management.endpoint.profiler.access=read-only",
			"--management.endpoints.access.default=read-only" })
	void nothingIsChangedWithoutUnrestrictedAccess(String access) {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, access)) {
			Recording.assumePossible(context.getBean(Profiler.class));
			for (String action : List.of("pause", "resume", "stop")) {
				assertThat(client(context).send("POST", "/profiler/" + action).status()).isEqualTo(405);
			}
			assertThat(client(context).get("/profiler").json()).containsEntry("state", "running");
		}
	}

	@Test
	void accessThatIsNotPermittedIsNotGiven() {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, UNRESTRICTED,
				"--management.endpoints.access.max-permitted=read-only", "--dd.profiling.enabled=false")) {
			assertThat(client(context).send("POST", "/profiler/pause").status()).isEqualTo(405);
		}
	}

	@Test
	void profilerIsNotExposedOverJmx() throws Exception {
		try (ConfigurableApplicationContext context = run(WebApplicationType.NONE, UNRESTRICTED,
				"--spring.jmx.enabled=true", "--management.endpoints.jmx.exposure.include=*",
				"--dd.profiling.enabled=false")) {
			ObjectName all = new ObjectName("org.springframework.boot:type=Endpoint,name=*");

			assertThat(context.getBean(Profiler.class).isRunning()).isFalse();
			assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(all, null)).isNotEmpty()
				.noneMatch((name) -> name.getKeyProperty("name").equals("Profiler"));
		}
	}

	private ConfigurableApplicationContext run(WebApplicationType type, String... furtherArguments) {
		List<String> all = new ArrayList<>(List.of("--spring.config.name=none", "--server.port=0",
				"--dd.profiling.store.directory=" + this.directory.resolve("store"),
				"--dd.profiling.upload.enabled=false", "--management.endpoints.web.exposure.include=profiler"));
		all.addAll(List.of(furtherArguments));
		return new SpringApplicationBuilder(AbstractProfilerEndpointTests.Application.class).web(type)
			.initializers(SystemEnvironment.empty())
			.run(all.toArray(String[]::new));
	}

	private static EndpointClient client(ConfigurableApplicationContext context) {
		return new EndpointClient(Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port")));
	}

}
