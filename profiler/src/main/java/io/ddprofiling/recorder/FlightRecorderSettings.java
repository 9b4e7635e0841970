package io.ddprofiling.recorder;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import org.jspecify.annotations.Nullable;

/**
 * Which of the JDK's events make up which type, with what settings, and how well they do.
 */
final class FlightRecorderSettings {

	/**
	 * The JDK samples no faster.
	 */
	private static final long MIN_CPU_INTERVAL = 10_000_000;

	private static final String EXCEPTION_THROW = "jdk.JavaExceptionThrow";

	private static final String THROTTLE = "throttle";

	private static final int ALLOCATIONS_PER_SECOND = 150;

	private static final int EXCEPTIONS_PER_SECOND = 100;

	private final SamplingRates asked;

	private final Map<ProfileType, Integer> factors;

	private final SamplingRates stretched;

	private final Map<String, Set<String>> available;

	private final boolean cpuTimer;

	private final Map<ProfileType, Map<String, Map<String, String>>> events = new EnumMap<>(ProfileType.class);

	/**
	 * Chooses the events.
	 * @param asked the types and intervals that are wanted
	 * @param factors how many times as long intervals are as was asked for
	 * @param available the events of this JDK, each with the names of its settings
	 * @param cpuTimer whether the JDK can have what it measures CPU time with
	 */
	FlightRecorderSettings(SamplingRates asked, Map<ProfileType, Integer> factors, Map<String, Set<String>> available,
			boolean cpuTimer) {
		this.asked = asked;
		this.factors = factors;
		this.stretched = asked.stretched(factors);
		this.available = available;
		this.cpuTimer = cpuTimer;
		for (ProfileType type : asked.types()) {
			Map<String, Map<String, String>> chosen = choose(type);
			if (!chosen.isEmpty()) {
				this.events.put(type, chosen);
			}
		}
	}

	Set<ProfileType> types() {
		return this.events.keySet();
	}

	SamplingRates rates() {
		SamplingRates effective = this.stretched.only(types());
		return types().contains(ProfileType.CPU) ? effective.with(ProfileType.CPU, cpuInterval()) : effective;
	}

	Map<String, Map<String, String>> events() {
		Map<String, Map<String, String>> all = new LinkedHashMap<>();
		this.events.values().forEach(all::putAll);
		return all;
	}

	TypeStatus status(ProfileType type) {
		String wanted = this.asked.text(type);
		return types().contains(type) ? new TypeStatus(type, wanted, effective(type), wholeReason(type))
				: new TypeStatus(type, wanted, TypeStatus.OFF, refusal(type));
	}

	private Map<String, Map<String, String>> choose(ProfileType type) {
		String nanos = this.stretched.interval(type) + " ns";
		return switch (type) {
			case CPU -> cpu();
			case LOCK -> Map.of("jdk.JavaMonitorEnter", Map.of("threshold", nanos), "jdk.ThreadPark",
					Map.of("threshold", nanos));
			case ALLOCATION -> Map.of("jdk.ObjectAllocationSample", Map.of(THROTTLE, allocationRate()));
			case LIVE_HEAP -> Map.of("jdk.OldObjectSample", Map.of("cutoff", "0 ns"));
			case EXCEPTION -> exceptions();
			case IO -> Map.of("jdk.FileRead", input(nanos), "jdk.FileWrite", input(nanos), "jdk.SocketRead",
					input(nanos), "jdk.SocketWrite", input(nanos));
			case WALL, NATIVE_LOCK, NATIVE_MEMORY -> Map.of();
		};
	}

	private Map<String, Map<String, String>> cpu() {
		long millis = cpuInterval() / 1_000_000;
		return measuresCpuTime()
				? Map.of(JdkCpuTimer.EVENT, Map.of(THROTTLE, millis + "ms"), "jdk.CPUTimeSamplesLost", Map.of())
				: Map.of("jdk.ExecutionSample", Map.of("period", millis + " ms"));
	}

	// without a limit, each exception would cost the application microseconds
	private Map<String, Map<String, String>> exceptions() {
		return this.available.getOrDefault(EXCEPTION_THROW, Set.of()).contains(THROTTLE)
				? Map.of(EXCEPTION_THROW, Map.of(THROTTLE, exceptionRate(), "stackTrace", "true"),
						"jdk.ExceptionStatistics", Map.of("period", "everyChunk"))
				: Map.of();
	}

	private static Map<String, String> input(String threshold) {
		return Map.of("threshold", threshold, "stackTrace", "true");
	}

	private boolean measuresCpuTime() {
		return this.cpuTimer && canMeasureCpuTime();
	}

	// the JDK for other systems has the event but takes no samples
	private boolean canMeasureCpuTime() {
		return this.available.containsKey(JdkCpuTimer.EVENT)
				&& System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
	}

	private long cpuInterval() {
		long interval = Math.max(MIN_CPU_INTERVAL, this.stretched.interval(ProfileType.CPU));
		return interval - interval % 1_000_000;
	}

	private String allocationRate() {
		return rate(ALLOCATIONS_PER_SECOND, ProfileType.ALLOCATION);
	}

	private String exceptionRate() {
		return rate(EXCEPTIONS_PER_SECOND, ProfileType.EXCEPTION);
	}

	private String rate(int perSecond, ProfileType type) {
		return Math.max(1, perSecond / factor(type)) + "/s";
	}

	private int factor(ProfileType type) {
		return Math.max(1, this.factors.getOrDefault(type, 1));
	}

	private String effective(ProfileType type) {
		return switch (type) {
			case CPU -> rates().text(type) + (measuresCpuTime() ? " CPUTimeSample" : " ExecutionSample");
			case LOCK, IO -> "waits of " + this.stretched.text(type) + " and longer";
			case ALLOCATION -> "up to " + allocationRate();
			case LIVE_HEAP -> "up to 256 objects";
			case EXCEPTION -> "up to " + exceptionRate();
			case WALL, NATIVE_LOCK, NATIVE_MEMORY -> TypeStatus.OFF;
		};
	}

	private @Nullable String wholeReason(ProfileType type) {
		String reason = reason(type);
		if (factor(type) == 1 || type == ProfileType.LIVE_HEAP) {
			return reason;
		}
		return (reason != null) ? TypeStatus.STRETCHED + "; " + reason : TypeStatus.STRETCHED;
	}

	private @Nullable String reason(ProfileType type) {
		return switch (type) {
			case CPU -> cpuReason();
			case LOCK -> "the Flight Recorder leaves out shorter waits";
			case IO -> null;
			case ALLOCATION ->
				"the Flight Recorder limits how often it samples: objects are the number of samples, and a"
						+ " thread that ends takes its last bytes with it";
			case LIVE_HEAP -> "the Flight Recorder tells where objects come from that live on, not how many they"
					+ " are: its samples share the heap equally";
			case EXCEPTION -> "the Flight Recorder limits how often it samples; samples are scaled to the number of"
					+ " all exceptions";
			case WALL, NATIVE_LOCK, NATIVE_MEMORY -> refusal(type);
		};
	}

	private @Nullable String cpuReason() {
		if (!measuresCpuTime()) {
			return "an estimate: the Flight Recorder looks at up to 5 threads that run Java code, scheduled or not,"
					+ " and does not see native code; "
					+ (canMeasureCpuTime() ? "it cannot measure CPU time because another profiler has taken SIGPROF"
							: "it measures CPU time with JDK 25 and newer on Linux");
		}
		return (cpuInterval() != this.stretched.interval(ProfileType.CPU))
				? "the Flight Recorder samples in whole milliseconds, 10 at least" : null;
	}

	private static String refusal(ProfileType type) {
		return switch (type) {
			case WALL -> "the Flight Recorder does not sample waiting threads";
			case EXCEPTION -> "the Flight Recorder of this JDK cannot limit how many exceptions it records, which"
					+ " would slow down who throws them; it can with JDK 25";
			default -> "the Flight Recorder does not record this type";
		};
	}

}
