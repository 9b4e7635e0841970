package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

class EntityHeadersTests {

	private static final String HEX = "34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376";

	@TempDir
	private Path root;

	@Test
	void containerIsToldByItsIdentifier() throws IOException {
		cgroup("13:name=systemd:/docker/" + HEX);

		assertThat(new EntityHeaders(this.root, null).find()).containsOnly(entry("Datadog-Container-ID", HEX),
				entry("Datadog-Entity-ID", "ci-" + HEX));
	}

	@Test
	void groupOfTheSecondVersionIsToldByItsInode() throws IOException {
		cgroup("0::/some/group");
		Path group = Files.createDirectories(this.root.resolve("sys/fs/cgroup/some/group"));

		assertThat(new EntityHeaders(this.root, null).find())
			.containsOnly(entry("Datadog-Entity-ID", "in-" + Files.getAttribute(group, "unix:ino")));
	}

	@Test
	void groupOfTheFirstVersionIsToldByTheInodeOfItsMemory() throws IOException {
		cgroup("3:cpu,cpuacct:/some/group\n4:memory:/some/group");
		Files.createDirectories(this.root.resolve("sys/fs/cgroup/cpu/some/group"));
		Path group = Files.createDirectories(this.root.resolve("sys/fs/cgroup/memory/some/group"));

		assertThat(new EntityHeaders(this.root, null).find())
			.containsOnly(entry("Datadog-Entity-ID", "in-" + Files.getAttribute(group, "unix:ino")));
	}

	@Test
	void namespaceRootIsToldByItsInode() throws IOException {
		cgroup("0::/");
		Path group = Files.createDirectories(this.root.resolve("sys/fs/cgroup"));

		assertThat(new EntityHeaders(this.root, null).find()).containsEntry("Datadog-Entity-ID",
				"in-" + Files.getAttribute(group, "unix:ino"));
	}

	@Test
	void bareMetalIsNotTold() {
		assertThat(new EntityHeaders(this.root, null).find()).isEmpty();
	}

	@Test
	void groupThatIsGoneIsNotTold() throws IOException {
		cgroup("0::/gone\n4:memory:/gone");

		assertThat(new EntityHeaders(this.root, null).find()).isEmpty();
	}

	@Test
	void externalEnvironmentIsPassedOnAsItIs() {
		assertThat(new EntityHeaders(this.root, "it-false,cn-app,pu-8d3f").find())
			.containsOnly(entry("Datadog-External-Env", "it-false,cn-app,pu-8d3f"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\r\nX-Evil: 1", "a\u0000" })
	void externalEnvironmentThatIsNoHeaderIsLeftOut(String value) {
		assertThat(new EntityHeaders(this.root, value).find()).isEmpty();
	}

	@Test
	void thisProcessIsLookedAtWithoutAnError() {
		assertThat(EntityHeaders.ofThisProcess().find().keySet()).isSubsetOf("Datadog-Container-ID",
				"Datadog-Entity-ID", "Datadog-External-Env");
	}

	private void cgroup(String lines) throws IOException {
		Files.createDirectories(this.root.resolve("proc/self"));
		Files.writeString(this.root.resolve("proc/self/cgroup"), lines + "\n");
	}

}
