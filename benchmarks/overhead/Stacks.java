import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Reads recordings of any profiler with the JDK's reader and prints, for each kind and
 * stack, a line with the sum of what its events stand for: kind, value, class, stack with
 * the root first, parts separated by tabs. Chunks are read one by one, because the
 * uploads of some profilers are several recordings one after another.
 */
class Stacks {

	private static final byte[] MAGIC = { 'F', 'L', 'R', 0 };

	private static final Map<String, Double> SUMS = new TreeMap<>();

	public static void main(String[] files) throws IOException {
		for (String file : files) {
			byte[] bytes = Files.readAllBytes(Path.of(file));
			for (int start = 0; start + 68 <= bytes.length && isChunk(bytes, start);) {
				int size = (int) ByteBuffer.wrap(bytes).getLong(start + 8);
				read(Arrays.copyOfRange(bytes, start, start + size));
				start += size;
			}
		}
		SUMS.forEach((key, sum) -> {
			String[] parts = key.split("\t", 2);
			System.out.println(parts[0] + "\t" + Math.round(sum) + "\t" + parts[1]);
		});
	}

	private static boolean isChunk(byte[] bytes, int start) {
		return Arrays.equals(bytes, start, start + 4, MAGIC, 0, 4);
	}

	private static void read(byte[] chunk) throws IOException {
		Path file = Files.createTempFile("chunk", ".jfr");
		try {
			Files.write(file, chunk);
			try (RecordingFile recording = new RecordingFile(file)) {
				while (recording.hasMoreEvents()) {
					add(recording.readEvent());
				}
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		finally {
			Files.delete(file);
		}
	}

	private static void add(RecordedEvent event) {
		switch (event.getEventType().getName()) {
			case "jdk.ExecutionSample", "datadog.ExecutionSample" -> add("cpu", 1, "", event);
			case "jdk.CPUTimeSample" -> add("cpu", 1, "", event);
			case "profiler.WallClockSample" -> add("wall", event.getLong("samples"), "", event);
			case "datadog.MethodSample" -> add("wall", 1, "", event);
			case "jdk.ObjectAllocationInNewTLAB" ->
				add("allocation", event.getLong("tlabSize"), event.getClass("objectClass").getName(), event);
			case "jdk.ObjectAllocationOutsideTLAB" ->
				add("allocation", event.getLong("allocationSize"), event.getClass("objectClass").getName(), event);
			case "jdk.ObjectAllocationSample" ->
				add("allocation", event.getLong("weight"), event.getClass("objectClass").getName(), event);
			case "datadog.ObjectSample" -> add("allocation", event.getLong("size") * event.getDouble("weight"),
					event.getClass("objectClass").getName(), event);
			case "jdk.JavaMonitorEnter", "jdk.ThreadPark" ->
				add("lock", event.getDuration().toNanos(), "", event);
			case "jdk.JavaExceptionThrow" -> add("exception", 1, event.getClass("thrownClass").getName(), event);
			default -> {
			}
		}
	}

	private static void add(String kind, double value, String type, RecordedEvent event) {
		RecordedStackTrace trace = event.getStackTrace();
		List<RecordedFrame> frames = (trace != null) ? trace.getFrames() : List.of();
		String stack = frames.stream()
			.map((frame) -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
			.collect(Collectors.collectingAndThen(Collectors.toList(), (names) -> {
				java.util.Collections.reverse(names);
				return String.join(";", names);
			}));
		SUMS.merge(kind + "\t" + type + "\t" + stack, value, Double::sum);
	}

}
