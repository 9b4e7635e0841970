package io.ddprofiling.profile;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RuntimeDetailsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "appjars/app-plain.jar --password=s3cret | appjars/app-plain.jar",
					"/opt/My App/orders.jar | /opt/My App/orders.jar",
					"/opt/My App/orders.jar s3cret.jar | /opt/My App/orders.jar",
					"com.example.Main s3cret.jar | com.example.Main",
					"shop/com.example.Main$Inner s3cret | shop/com.example.Main$Inner", "'' | ''", "--s3cret | ''" })
	void argumentsAreNotLookedAt(String command, String entryPoint) {
		assertThat(RuntimeDetails.entryPoint(command)).isEqualTo(entryPoint);
	}

	@Test
	void environmentIsWhatTellsWhereItRuns() {
		Map<String, String> variables = Map.of("POD_NAME", "orders-1", "DB_PASSWORD", "s3cret", "NODE_NAME", "");

		assertThat(RuntimeDetails.environment(variables::get))
			.containsExactlyInAnyOrderEntriesOf(Map.of("POD_NAME", "orders-1", "NODE_NAME", ""));
	}

	@Test
	void thisJvmIsKnown() {
		RuntimeDetails runtime = RuntimeDetails.ofThisJvm();

		assertThat(runtime.javaVersion()).isEqualTo(System.getProperty("java.version"));
		assertThat(runtime.started()).isNotNull();
		assertThat(runtime.entryPoint()).doesNotContain(" ");
	}

}
