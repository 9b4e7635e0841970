package io.ddprofiling.export.datadog;

import java.util.Map;

import io.ddprofiling.profile.RuntimeDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessTagsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"appjars/app-plain.jar | entrypoint.basedir:appjars,entrypoint.name:app-plain,entrypoint.type:jar,entrypoint.workdir:jvm,svc.user:true",
			"/opt/My App/orders.jar | entrypoint.basedir:my_app,entrypoint.name:orders,entrypoint.type:jar,entrypoint.workdir:jvm,svc.user:true",
			"app.jar | entrypoint.basedir:jvm,entrypoint.name:app,entrypoint.type:jar,entrypoint.workdir:jvm,svc.user:true",
			"com.example.Main | entrypoint.name:com.example.main,entrypoint.type:class,entrypoint.workdir:jvm,svc.user:true",
			"shop/com.example.Main$Inner | entrypoint.name:com.example.main_inner,entrypoint.type:class,entrypoint.workdir:jvm,svc.user:true",
			"'' | entrypoint.workdir:jvm,svc.user:true" })
	void whatWasStartedIsTold(String command, String tags) {
		assertThat(ProcessTags.of(runtime(command), "orders", true)).isEqualTo(tags);
	}

	@Test
	void nameThatNobodyChoseIsToldAsSuch() {
		assertThat(ProcessTags.of(runtime(""), "Orders: EU", false)).endsWith("svc.auto:orders_eu");
	}

	@ParameterizedTest
	@CsvSource({ "A:b, a_b", "__x__, x", "a  b!!c, a_b_c", "v1.2/x-y, v1.2/x-y", "'!', ''", "Grün, grün" })
	void valueIsNormalized(String value, String normalized) {
		assertThat(ProcessTags.normalized(value)).isEqualTo(normalized);
	}

	private static RuntimeDetails runtime(String command) {
		return new RuntimeDetails("0.1.0", "17", "rt", "17", "vm", "vendor", "Linux", "6", 2, null, command, "/opt/jvm",
				Map.of());
	}

}
