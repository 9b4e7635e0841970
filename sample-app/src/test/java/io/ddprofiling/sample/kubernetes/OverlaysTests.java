package io.ddprofiling.sample.kubernetes;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the overlays as {@code kubectl} renders them.
 */
class OverlaysTests {

	private static final String HOST_PATH = "agent-socket-host-path";

	private static final ConcurrentMap<String, List<HasMetadata>> rendered = new ConcurrentHashMap<>();

	static List<String> overlays() {
		return Manifests.list("overlays").stream().map((path) -> path.getFileName().toString()).toList();
	}

	@Test
	void everyComponentHasAnOverlay() {
		assertThat(overlays()).containsExactlyElementsOf(
				Manifests.list("components").stream().map((path) -> path.getFileName().toString()).toList());
	}

	@ParameterizedTest
	@MethodSource("overlays")
	void overlayIsRenderedToWhatTheModelKnows(String overlay) {
		assertThat(render(overlay)).extracting(HasMetadata::getKind)
			.containsExactlyInAnyOrder("Namespace", "ServiceAccount", "Service", "Deployment");
	}

	@ParameterizedTest
	@MethodSource("overlays")
	void restrictedLevelHoldsWhereTheNamespaceEnforcesIt(String overlay) {
		List<String> violations = RestrictedLevel.violations(pod(overlay).getSpec());

		if (overlay.equals(HOST_PATH)) {
			assertThat(violations).containsExactly("volume agent");
		}
		else {
			assertThat(violations).isEmpty();
		}
		assertThat(render(overlay)).filteredOn((resource) -> resource.getKind().equals("Namespace"))
			.singleElement()
			.satisfies((namespace) -> assertThat(namespace.getMetadata().getLabels()).containsEntry(
					"pod-security.kubernetes.io/enforce", overlay.equals(HOST_PATH) ? "privileged" : "restricted"));
	}

	@ParameterizedTest
	@MethodSource("overlays")
	void rootIsReadOnlyAndEveryMountHasAVolume(String overlay) {
		PodTemplateSpec pod = pod(overlay);

		assertThat(pod.getSpec().getContainers()).singleElement().satisfies((container) -> {
			assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
			assertThat(container.getVolumeMounts()).extracting((mount) -> mount.getName())
				.containsExactlyInAnyOrderElementsOf(pod.getSpec().getVolumes().stream().map(Volume::getName).toList());
		});
	}

	@ParameterizedTest
	@MethodSource("overlays")
	void everyVariableIsOneTheProfilerKnows(String overlay) throws IOException {
		Set<String> known = variables();

		assertThat(container(overlay).getEnv()).extracting(EnvVar::getName)
			.filteredOn((name) -> name.startsWith("DD_"))
			.contains("DD_SERVICE", "DD_ENV", "DD_VERSION", "DD_PROFILING_STORE_DIRECTORY")
			.isSubsetOf(known);
	}

	@ParameterizedTest
	@MethodSource("overlays")
	void labelsAreThoseTheVariablesAreTakenFrom(String overlay) {
		PodTemplateSpec pod = pod(overlay);

		assertThat(container(overlay).getEnv()).filteredOn((variable) -> variable.getValueFrom() != null)
			.extracting((variable) -> variable.getValueFrom().getFieldRef().getFieldPath())
			.filteredOn((path) -> path.startsWith("metadata.labels"))
			.hasSize(3)
			.allSatisfy((path) -> assertThat(pod.getMetadata().getLabels())
				.containsKey(path.substring(path.indexOf('\'') + 1, path.lastIndexOf('\''))));
	}

	@ParameterizedTest
	@MethodSource("overlays")
	void probesDoNotAskForTheHealthOfTheProfiler(String overlay) {
		Container container = container(overlay);

		assertThat(List.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe()))
			.extracting((probe) -> probe.getHttpGet().getPath())
			.containsExactly("/livez", "/livez", "/readyz");
	}

	private static PodTemplateSpec pod(String overlay) {
		return Manifests.deployment(render(overlay)).getSpec().getTemplate();
	}

	private static Container container(String overlay) {
		return pod(overlay).getSpec().getContainers().get(0);
	}

	private static List<HasMetadata> render(String overlay) {
		return rendered.computeIfAbsent(overlay,
				(name) -> Manifests.parse(Kustomize.render(Manifests.DIRECTORY.resolve("overlays").resolve(name))));
	}

	private static Set<String> variables() throws IOException {
		Set<String> names = new TreeSet<>();
		for (URL metadata : Collections
			.list(OverlaysTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			for (JsonNode property : new ObjectMapper().readTree(metadata).path("properties")) {
				String name = property.path("name").asText();
				if (name.startsWith("dd.")) {
					names.add(name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT));
				}
			}
		}
		return names;
	}

}
