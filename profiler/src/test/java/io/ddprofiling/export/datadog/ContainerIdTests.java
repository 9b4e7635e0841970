package io.ddprofiling.export.datadog;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ContainerIdTests {

	private static final String HEX = "34dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376";

	private static final String POD = "/kubepods/burstable/pod3d274242-8ee0-11e9-a8a6-1e68d864ef1a/";

	@ParameterizedTest
	@CsvSource({ "10:freezer:/garden/6f265890-5165-7fab-6b52-18d1, 6f265890-5165-7fab-6b52-18d1",
			"1:name=systemd:/ecs/34dc0b5e626f2c5c4c5170e34b10e765-1234567890,"
					+ " 34dc0b5e626f2c5c4c5170e34b10e765-1234567890",
			"13:name=systemd:/docker/" + HEX + ", " + HEX, "12:pids:/system.slice/docker-" + HEX + ".scope, " + HEX,
			"11:perf_event:/kubepods/pod7b8952daecf4c0e44bbcefe1b5c5ebc7/" + HEX + ", " + HEX,
			"0::/user.slice/user-1000.slice/libpod-" + HEX + ".scope/container, " + HEX,
			"5:cpu:/docker/1f2e3d4c_5b6a_7988_a7b6_c5d4e3f2a1b0, 1f2e3d4c_5b6a_7988_a7b6_c5d4e3f2a1b0",
			"5:cpu:/docker/1f2e3d4c-5b6a-7988-a7b6-c5d4e3f2a1b0, 1f2e3d4c-5b6a-7988-a7b6-c5d4e3f2a1b0" })
	void containerIsFound(String line, String id) {
		assertThat(ContainerId.in(List.of("not a line", line))).isEqualTo(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0::/", "", "0::/../../..", "13:name=systemd:/",
			"1:a:/docker/4dc0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376",
			"1:a:/docker/zzzz0b5e626f2c5c4c5170e34b10e7654ce36f0fcd532739f4445baabea03376",
			"0::/user.slice/user-1000.slice/session-1.scope", HEX })
	void whatIsNoContainerIsNotFound(String line) {
		assertThat(ContainerId.in(List.of(line))).isNull();
	}

	@Test
	void lastLineCounts() {
		String other = HEX.replace('3', '5');

		assertThat(ContainerId.in(List.of("2:a:/docker/" + HEX, "1:b:/docker/" + other))).isEqualTo(other);
	}

	@Test
	void containerOfAPodIsNotMistakenForATask() {
		String task = "1:b:/ecs/34dc0b5e626f2c5c4c5170e34b10e765-1234567890";

		assertThat(ContainerId.in(List.of("2:a:" + POD + HEX, task))).isEqualTo(HEX);
		assertThat(ContainerId.in(List.of("2:a:/docker/" + HEX, task)))
			.isEqualTo("34dc0b5e626f2c5c4c5170e34b10e765-1234567890");
	}

}
