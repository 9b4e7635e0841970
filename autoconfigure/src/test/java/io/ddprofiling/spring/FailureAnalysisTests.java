package io.ddprofiling.spring;

import io.ddprofiling.ContradictorySettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ContradictorySettingsFailureAnalyzer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@Test
	void analysisHasSettingsAndRemedy() {
		ContradictorySettingsException failure = new ContradictorySettingsException("a is longer than b.",
				"Shorten a.");

		FailureAnalysis analysis = new ContradictorySettingsFailureAnalyzer()
			.analyze(new BeanCreationException("profiler", failure));

		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).endsWith("a is longer than b.");
		assertThat(analysis.getAction()).isEqualTo("Shorten a.");
		assertThat(analysis.getCause()).isSameAs(failure);
	}

	@Test
	void applicationPrintsPropertiesValuesAndRemedy(CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE);

		assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> application.run("--spring.config.name=none", "--dd.profiling.upload.period=10m",
					"--dd.profiling.store.max-age=5m"))
			.withRootCauseInstanceOf(ContradictorySettingsException.class);

		assertThat(output).contains("APPLICATION FAILED TO START", "dd.profiling.upload.period (10m)",
				"dd.profiling.store.max-age (5m)",
				"Shorten dd.profiling.upload.period or lengthen dd.profiling.store.max-age.");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ProfilerAutoConfiguration.class)
	static class Application {

	}

}
