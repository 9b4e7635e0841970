package io.ddprofiling.export.otlp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.ddprofiling.encode.OtlpAttribute;
import io.ddprofiling.profile.ClientVersion;
import io.ddprofiling.profile.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What is profiled, by the semantic conventions of OpenTelemetry. Where it runs comes
 * from {@code OTEL_RESOURCE_ATTRIBUTES} and from variables that are customary for the
 * downward API of Kubernetes; what the user has told the profiler wins.
 */
final class ResourceAttributes {

	private static final Map<String, List<String>> KUBERNETES = kubernetes();

	private final Map<String, OtlpAttribute> attributes = new LinkedHashMap<>();

	private final Map<String, String> variables;

	private ResourceAttributes(Map<String, String> variables) {
		this.variables = variables;
	}

	static List<OtlpAttribute> of(Identity identity) {
		return new ResourceAttributes(identity.runtime().environment()).all(identity);
	}

	private List<OtlpAttribute> all(Identity identity) {
		addVariables();
		identity.tags().forEach(this::put);
		put("service.name", identity.service());
		put("service.version", identity.version());
		put("deployment.environment.name", identity.env());
		put("service.instance.id", identity.runtimeId());
		put("host.name", identity.tags().getOrDefault("host", identity.host()));
		this.attributes.put("process.pid", OtlpAttribute.of("process.pid", identity.processId()));
		put("process.runtime.name", identity.runtime().runtimeName());
		put("process.runtime.version", identity.runtime().runtimeVersion());
		put("telemetry.sdk.name", ClientVersion.NAME);
		put("telemetry.sdk.language", "java");
		put("telemetry.sdk.version", identity.runtime().profilerVersion());
		return new ArrayList<>(this.attributes.values());
	}

	private void addVariables() {
		// each pod has this one; elsewhere the others may mean something else
		if (this.variables.get("KUBERNETES_SERVICE_HOST") != null) {
			addPod();
		}
		String text = this.variables.get("OTEL_RESOURCE_ATTRIBUTES");
		for (String pair : (text != null) ? text.split(",") : new String[0]) {
			int equals = pair.indexOf('=');
			if (equals > 0) {
				put(pair.substring(0, equals).strip(), decoded(pair.substring(equals + 1).strip()));
			}
		}
	}

	private void addPod() {
		KUBERNETES.forEach((attribute, names) -> names.stream()
			.map(this.variables::get)
			.filter((value) -> value != null && !value.isBlank())
			.findFirst()
			.ifPresent((value) -> put(attribute, value)));
	}

	private void put(String name, @Nullable String value) {
		if (value != null && !value.isBlank() && !name.isBlank()) {
			this.attributes.put(name, OtlpAttribute.of(name, value.strip()));
		}
	}

	private static String decoded(String text) {
		try {
			return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return text;
		}
	}

	private static Map<String, List<String>> kubernetes() {
		Map<String, List<String>> names = new LinkedHashMap<>();
		names.put("k8s.pod.name", List.of("K8S_POD_NAME", "POD_NAME"));
		names.put("k8s.pod.uid", List.of("K8S_POD_UID", "POD_UID"));
		names.put("k8s.namespace.name", List.of("K8S_NAMESPACE_NAME", "K8S_NAMESPACE", "POD_NAMESPACE"));
		names.put("k8s.node.name", List.of("K8S_NODE_NAME", "NODE_NAME"));
		names.put("k8s.container.name", List.of("K8S_CONTAINER_NAME", "CONTAINER_NAME"));
		return names;
	}

}
