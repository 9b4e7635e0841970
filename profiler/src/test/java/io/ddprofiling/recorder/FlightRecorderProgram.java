package io.ddprofiling.recorder;

import java.nio.file.Path;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;

/**
 * A program that says why it cannot record with the Flight Recorder.
 */
public final class FlightRecorderProgram {

	private FlightRecorderProgram() {
	}

	public static void main(String[] arguments) {
		try {
			new FlightRecorderRecorder(SamplingRates.NONE.with(ProfileType.CPU, 10_000_000), 512,
					Path.of(arguments[0]));
			System.out.println("recorder created");
		}
		catch (RecorderException ex) {
			System.out.println(ex);
		}
	}

}
