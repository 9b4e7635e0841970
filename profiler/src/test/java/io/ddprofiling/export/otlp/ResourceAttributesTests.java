package io.ddprofiling.export.otlp;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.ddprofiling.encode.OtlpAttribute;
import io.ddprofiling.export.ShopWindow;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.RuntimeDetails;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResourceAttributesTests {

	@Test
	void identityHasTheNamesOfTheConventions() {
		List<OtlpAttribute> attributes = attributes(ShopWindow.IDENTITY, (name) -> null);

		assertThat(attributes).contains(OtlpAttribute.of("service.name", "orders"),
				OtlpAttribute.of("service.version", "1.4.2"), OtlpAttribute.of("deployment.environment.name", "prod"),
				OtlpAttribute.of("service.instance.id", ShopWindow.IDENTITY.runtimeId()),
				OtlpAttribute.of("host.name", "web-1"), OtlpAttribute.of("process.pid", 4242),
				OtlpAttribute.of("telemetry.sdk.name", "ddprofiling"),
				OtlpAttribute.of("telemetry.sdk.language", "java"), OtlpAttribute.of("team", "shop"));
		assertThat(attributes).extracting(OtlpAttribute::name)
			.doesNotHaveDuplicates()
			.contains("telemetry.sdk.version", "process.runtime.name", "process.runtime.version");
	}

	@Test
	void jvmIsTheOneThatWasRecorded() {
		assertThat(attributes(ShopWindow.IDENTITY, (name) -> null)).contains(
				OtlpAttribute.of("process.runtime.name", "rt"), OtlpAttribute.of("process.runtime.version", "17.0.1+2"),
				OtlpAttribute.of("telemetry.sdk.version", "0.0.9"));
	}

	@Test
	void whatIsNotKnownIsLeftOut() {
		Identity identity = new Identity("orders", null, null, "web-1", "id", 1, Map.of());

		assertThat(attributes(identity, (name) -> " ")).extracting(OtlpAttribute::name)
			.contains("service.name")
			.doesNotContain("service.version", "deployment.environment.name")
			.noneMatch((name) -> name.startsWith("k8s."));
	}

	@Test
	void variablesOfTheDownwardApiTellThePod() {
		Map<String, String> variables = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "POD_NAME", "orders-7d9",
				"POD_UID", "u-1", "POD_NAMESPACE", "shop", "NODE_NAME", "node-3", "K8S_CONTAINER_NAME", "app",
				"CONTAINER_NAME", "other");

		assertThat(attributes(ShopWindow.IDENTITY, variables::get)).contains(
				OtlpAttribute.of("k8s.pod.name", "orders-7d9"), OtlpAttribute.of("k8s.pod.uid", "u-1"),
				OtlpAttribute.of("k8s.namespace.name", "shop"), OtlpAttribute.of("k8s.node.name", "node-3"),
				OtlpAttribute.of("k8s.container.name", "app"));
	}

	@Test
	void resourceOfOpenTelemetryIsAddedAndOursWins() {
		Map<String, String> variables = Map.of("OTEL_RESOURCE_ATTRIBUTES",
				"service.name=other, k8s.pod.name=pod%2C1,broken,=x,host.arch=amd64,bad=%zz", "POD_NAME", "ignored",
				"KUBERNETES_SERVICE_HOST", "10.0.0.1");

		assertThat(attributes(ShopWindow.IDENTITY, variables::get)).contains(OtlpAttribute.of("service.name", "orders"),
				OtlpAttribute.of("k8s.pod.name", "pod,1"), OtlpAttribute.of("host.arch", "amd64"),
				OtlpAttribute.of("bad", "%zz"));
	}

	@Test
	void tagsOverrideTheEnvironmentAndTheHost() {
		Identity identity = new Identity("orders", null, null, "web-1", "id", 1,
				Map.of("k8s.pod.name", "mine", "host", "db-1"));

		assertThat(attributes(identity, (name) -> name.equals("POD_NAME") ? "pod" : null))
			.contains(OtlpAttribute.of("k8s.pod.name", "mine"), OtlpAttribute.of("host.name", "db-1"));
	}

	private static List<OtlpAttribute> attributes(Identity identity, Function<String, String> variables) {
		RuntimeDetails runtime = new RuntimeDetails("0.0.9", "17", "rt", "17.0.1+2", "", "", "", "", 1, null, "", "",
				RuntimeDetails.environment(variables));
		return ResourceAttributes.of(new Identity(identity.service(), identity.env(), identity.version(),
				identity.host(), identity.runtimeId(), identity.processId(), identity.tags(), runtime));
	}

}
