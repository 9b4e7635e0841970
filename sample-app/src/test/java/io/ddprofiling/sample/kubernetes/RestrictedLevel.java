package io.ddprofiling.sample.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;

/**
 * The level "restricted" of Kubernetes' Pod Security Standards, as far as Linux Pods
 * without SELinux and sysctls can break it.
 *
 * @see <a href=
 * "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted">the
 * standards</a>
 */
final class RestrictedLevel {

	private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");

	private final List<String> violations = new ArrayList<>();

	private RestrictedLevel() {
	}

	static List<String> violations(PodSpec pod) {
		RestrictedLevel level = new RestrictedLevel();
		level.check(pod);
		pod.getContainers().forEach(level::check);
		pod.getInitContainers().forEach(level::check);
		return level.violations;
	}

	private void check(PodSpec pod) {
		require(pod.getHostNetwork() == null && pod.getHostPID() == null && pod.getHostIPC() == null,
				"a namespace of the host");
		for (Volume volume : pod.getVolumes()) {
			require(volume.getEmptyDir() != null || volume.getCsi() != null || volume.getConfigMap() != null
					|| volume.getSecret() != null || volume.getProjected() != null || volume.getDownwardAPI() != null
					|| volume.getPersistentVolumeClaim() != null || volume.getEphemeral() != null,
					"volume " + volume.getName());
		}
		require(pod.getSecurityContext().getSeccompProfile() != null
				&& SECCOMP.contains(pod.getSecurityContext().getSeccompProfile().getType()), "seccompProfile");
		require(Boolean.TRUE.equals(pod.getSecurityContext().getRunAsNonRoot()), "runAsNonRoot");
		require(isAboveZero(pod.getSecurityContext().getRunAsUser()), "runAsUser");
	}

	private void check(Container container) {
		var context = container.getSecurityContext();
		require(Boolean.FALSE.equals(context.getAllowPrivilegeEscalation()), "allowPrivilegeEscalation");
		require(!Boolean.TRUE.equals(context.getPrivileged()), "privileged");
		require(context.getCapabilities().getDrop().contains("ALL"), "capabilities.drop");
		require(Set.of("NET_BIND_SERVICE").containsAll(context.getCapabilities().getAdd()), "capabilities.add");
		require(!Boolean.FALSE.equals(context.getRunAsNonRoot()), "runAsNonRoot of the container");
		require(context.getRunAsUser() == null || isAboveZero(context.getRunAsUser()), "runAsUser of the container");
		require(context.getSeccompProfile() == null || SECCOMP.contains(context.getSeccompProfile().getType()),
				"seccompProfile of the container");
		container.getPorts().forEach((port) -> require(port.getHostPort() == null, "hostPort"));
	}

	private void require(boolean held, String field) {
		if (!held) {
			this.violations.add(field);
		}
	}

	private static boolean isAboveZero(Long user) {
		return user != null && user > 0;
	}

}
