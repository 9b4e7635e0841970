package io.ddprofiling.sample.kubernetes;

import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the manifests as they are written, without any tool.
 */
class ManifestsTests {

	private static final Path DEPLOYMENT = Manifests.DIRECTORY.resolve("base/deployment.yaml");

	/**
	 * How long the profiler's stop takes at most.
	 */
	private static final int LAST_UPLOAD = 5;

	static List<Path> resources() {
		return Manifests.list("base")
			.stream()
			.filter((file) -> !file.getFileName().toString().equals("kustomization.yaml"))
			.toList();
	}

	static List<Path> components() {
		return Manifests.list("components");
	}

	@ParameterizedTest
	@MethodSource("resources")
	void resourceIsOneTheModelKnows(Path file) {
		assertThat(Manifests.parse(Manifests.read(file))).singleElement()
			.satisfies((resource) -> assertThat(resource.getMetadata().getName()).isEqualTo("shop"));
	}

	@ParameterizedTest
	@MethodSource("components")
	void patchesAreOnesTheModelKnows(Path component) {
		JsonNode patches = Manifests.documents(Manifests.read(component.resolve("kustomization.yaml")))
			.get(0)
			.path("patches");

		assertThat(patches).isNotEmpty()
			.allSatisfy((patch) -> assertThat(Manifests.parse(patch.path("patch").asText())).hasSize(1));
	}

	@Test
	void unknownFieldsAreRejected() {
		String yaml = Manifests.read(DEPLOYMENT).replace("readOnlyRootFilesystem:", "readOnlyRootFileSystem:");

		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Manifests.parse(yaml))
			.withMessageContaining("readOnlyRootFileSystem");
	}

	@Test
	void valuesOfTheWrongTypeAreRejected() {
		String yaml = Manifests.read(DEPLOYMENT).replace("replicas: 2", "replicas: two");

		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Manifests.parse(yaml))
			.withMessageContaining("two");
	}

	@Test
	void gracePeriodHasRoomForTheRequestsUnderWayAndTheLastUpload() {
		PodSpec pod = deployment().getSpec().getTemplate().getSpec();
		int shutdown = Integer
			.parseInt(Manifests.documents(Manifests.read(Path.of("src/main/resources/application.yml")))
				.get(0)
				.at("/spring/lifecycle/timeout-per-shutdown-phase")
				.asText()
				.replace("s", ""));

		assertThat(pod.getTerminationGracePeriodSeconds())
			.isGreaterThan(pod.getContainers().get(0).getLifecycle().getPreStop().getSleep().getSeconds() + shutdown
					+ LAST_UPLOAD);
	}

	@Test
	void serviceDoesNotLeadToTheManagement() {
		List<HasMetadata> resources = Manifests.parse(Manifests.read(Manifests.DIRECTORY.resolve("base/service.yaml")));

		assertThat(resources).singleElement()
			.satisfies((service) -> assertThat(((Service) service).getSpec().getPorts())
				.extracting((port) -> port.getTargetPort().getStrVal())
				.containsExactly("http"));
	}

	private static Deployment deployment() {
		return Manifests.deployment(Manifests.parse(Manifests.read(DEPLOYMENT)));
	}

}
