package io.ddprofiling.recorder;

/**
 * Whether the JDK can measure CPU time. It needs {@code SIGPROF}, and where somebody else
 * has a handler for that, it records nothing and tells nobody but its own log.
 */
final class JdkCpuTimer {

	static final String EVENT = "jdk.CPUTimeSample";

	private static final int SIGPROF = 27;

	private static boolean taken;

	private JdkCpuTimer() {
	}

	static synchronized boolean isAvailable() {
		return taken || FlightRecordings.have(EVENT) || !SignalChoice.isCaught(SIGPROF);
	}

	/**
	 * Notes that the JDK has the signal from now on, if it can have it: its handler stays
	 * after the recording.
	 */
	static synchronized void take() {
		taken = isAvailable();
	}

}
