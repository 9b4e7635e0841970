package io.ddprofiling.recorder;

import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlightRecordingsTests {

	@Test
	void runningRecordingsAreNamed() {
		try (Recording running = new Recording(); Recording idle = new Recording()) {
			running.setName("running-one");
			idle.setName("idle-one");
			running.start();

			assertThat(FlightRecordings.running()).contains("running-one").doesNotContain("idle-one");

			running.stop();
			assertThat(FlightRecordings.running()).doesNotContain("running-one");
		}
	}

}
