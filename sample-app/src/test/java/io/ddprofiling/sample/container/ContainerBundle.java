package io.ddprofiling.sample.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an OCI runtime wants to know of a container, made of a Pod as a kubelet would. The
 * network is the machine's, so that the test reaches the container.
 */
final class ContainerBundle {

	private static final int PERIOD = 100_000;

	private static final List<String> SETS = List.of("bounding", "effective", "inheritable", "permitted", "ambient");

	private final ObjectMapper mapper = new ObjectMapper();

	private final ObjectNode config = this.mapper.createObjectNode();

	private final PodTemplateSpec pod;

	private final Container container;

	private final Path volumes;

	private final Map<String, String> environment = new LinkedHashMap<>();

	ContainerBundle(PodTemplateSpec pod, Path volumes) {
		this.pod = pod;
		this.container = pod.getSpec().getContainers().get(0);
		this.volumes = volumes;
		this.config.put("ociVersion", "1.0.2").put("hostname", "shop-5d8f7c9b4-x2x7q");
		this.container.getEnv().forEach((variable) -> this.environment.put(variable.getName(), value(variable)));
	}

	ContainerBundle with(String variable, String value) {
		this.environment.put(variable, value);
		return this;
	}

	/**
	 * Writes the configuration.
	 * @param directory where to write it
	 * @param image the root file system
	 * @param agent the directory of the agent's socket
	 * @param group the control group
	 * @param ownGroups whether the container sees its own control group as the root
	 * @param arguments the arguments of {@code java}
	 */
	void write(Path directory, ContainerImage image, Path agent, String group, boolean ownGroups,
			List<String> arguments) throws IOException {
		process(arguments);
		this.config.putObject("root")
			.put("path", image.root().toString())
			.put("readonly", this.container.getSecurityContext().getReadOnlyRootFilesystem());
		mounts(agent);
		ObjectNode linux = this.config.putObject("linux").put("cgroupsPath", group);
		ArrayNode namespaces = linux.putArray("namespaces");
		List.of("pid", "ipc", "uts", "mount").forEach((type) -> namespaces.addObject().put("type", type));
		if (ownGroups) {
			namespaces.addObject().put("type", "cgroup");
		}
		resources(linux.putObject("resources"));
		assertThat(this.pod.getSpec().getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
		linux.set("seccomp", SeccompProfile.read());
		linux.putArray("maskedPaths").add("/proc/kcore").add("/proc/keys").add("/sys/firmware");
		linux.putArray("readonlyPaths").add("/proc/sys").add("/proc/bus").add("/proc/irq");
		this.mapper.writeValue(directory.resolve("config.json").toFile(), this.config);
	}

	private void process(List<String> arguments) {
		var user = this.pod.getSpec().getSecurityContext();
		var rights = this.container.getSecurityContext();
		ObjectNode process = this.config.putObject("process").put("cwd", "/app");
		process.putObject("user").put("uid", user.getRunAsUser()).put("gid", user.getRunAsGroup());
		process.put("noNewPrivileges", !rights.getAllowPrivilegeEscalation());
		assertThat(rights.getCapabilities().getDrop()).containsExactly("ALL");
		ObjectNode capabilities = process.putObject("capabilities");
		SETS.forEach(capabilities::putArray);
		ArrayNode line = process.putArray("args").add(ContainerImage.JAVA + "/bin/java");
		arguments.forEach(line::add);
		ArrayNode environment = process.putArray("env");
		this.environment.forEach((name, value) -> environment.add(name + "=" + value));
	}

	private void mounts(Path agent) throws IOException {
		mount("/proc", "proc", "proc");
		mount("/dev", "tmpfs", "tmpfs", "nosuid", "mode=755", "size=64m");
		mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "ro");
		for (String directory : ContainerImage.SYSTEM) {
			mount(directory, "bind", Path.of(directory).toRealPath().toString(), "rbind", "ro");
		}
		mount(ContainerImage.JAVA, "bind", Path.of(System.getProperty("java.home")).toRealPath().toString(), "rbind",
				"ro");
		mount("/var/run/datadog", "bind", agent.toString(), "rbind", "ro");
		for (Volume volume : this.pod.getSpec().getVolumes()) {
			assertThat(volume.getEmptyDir()).as(volume.getName()).isNotNull();
			mount(point(volume), "bind", emptyDirectory(volume.getName()).toString(), "rbind", "rw");
		}
	}

	private String point(Volume volume) {
		return this.container.getVolumeMounts()
			.stream()
			.filter((mount) -> mount.getName().equals(volume.getName()))
			.findFirst()
			.orElseThrow()
			.getMountPath();
	}

	// as a kubelet makes it: root's, for everybody
	Path emptyDirectory(String name) throws IOException {
		Path directory = Files.createDirectories(this.volumes.resolve(name));
		return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
	}

	private void mount(String point, String type, String source, String... options) {
		ArrayNode mounts = this.config.withArray("mounts");
		ArrayNode names = mounts.addObject()
			.put("destination", point)
			.put("type", type)
			.put("source", source)
			.putArray("options");
		List.of(options).forEach(names::add);
	}

	private void resources(ObjectNode resources) {
		var limits = this.container.getResources().getLimits();
		long memory = limits.get("memory").getNumericalAmount().longValueExact();
		resources.putObject("memory").put("limit", memory).put("swap", memory);
		resources.putObject("cpu")
			.put("period", PERIOD)
			.put("quota", (int) (limits.get("cpu").getNumericalAmount().doubleValue() * PERIOD));
	}

	private String value(EnvVar variable) {
		if (variable.getValueFrom() == null) {
			return variable.getValue();
		}
		String path = variable.getValueFrom().getFieldRef().getFieldPath();
		return this.pod.getMetadata().getLabels().get(path.substring(path.indexOf('\'') + 1, path.lastIndexOf('\'')));
	}

}
