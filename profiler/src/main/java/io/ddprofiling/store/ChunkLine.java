package io.ddprofiling.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.SpanRecording;
import io.ddprofiling.profile.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a {@link ChunkIndex}: fields between tabs, the last of them a checksum of
 * those before, so that a line that was written by halves is told from a whole one.
 */
final class ChunkLine {

	private static final String NONE = "-";

	private static final int FIELDS = 11;

	private ChunkLine() {
	}

	static String of(Chunk chunk) {
		List<String> fields = new ArrayList<>();
		fields.add("chunk");
		fields.add(Long.toString(chunk.sequence()));
		fields.add(name(chunk.file()));
		fields.add(Long.toString(chunk.offset()));
		fields.add(Long.toString(chunk.size()));
		fields.add(chunk.window().start().toString());
		fields.add(chunk.window().end().toString());
		fields.add(chunk.rates().sampler() + rates(chunk.rates()));
		fields.add((chunk.collected() != null) ? chunk.collected().toString() : NONE);
		fields.add(chunk.exceptions().isEmpty() ? NONE
				: chunk.exceptions().stream().map(ChunkLine::text).collect(Collectors.joining(";")));
		fields.add((chunk.spans() != null) ? text(chunk.spans()) : NONE);
		return sealed(String.join("\t", fields));
	}

	static String ofWindow(long first, long last) {
		return sealed("window\t" + first + "\t" + last);
	}

	/**
	 * Takes an entry apart.
	 * @param line the entry
	 * @return the fields without the checksum, empty if the line is not whole
	 */
	static List<String> fields(String line) {
		int end = line.lastIndexOf('\t');
		if (end < 0 || !sealed(line.substring(0, end)).equals(line)) {
			return List.of();
		}
		return Arrays.asList(line.substring(0, end).split("\t", -1));
	}

	/**
	 * Reads a chunk.
	 * @param fields the fields of its entry
	 * @param directory where the files are
	 * @return the chunk, or {@code null} if another version has written the entry
	 */
	static @Nullable Chunk chunk(List<String> fields, Path directory) {
		if (fields.size() != FIELDS) {
			return null;
		}
		try {
			TimeWindow window = new TimeWindow(Instant.parse(fields.get(5)), Instant.parse(fields.get(6)));
			return new Chunk(number(fields.get(1)), directory.resolve(fields.get(2)), number(fields.get(3)),
					number(fields.get(4)), window, rates(fields.get(7)),
					fields.get(8).equals(NONE) ? null : Instant.parse(fields.get(8)),
					exceptions(fields.get(9), directory), spans(fields.get(10), directory));
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private static String rates(SamplingRates rates) {
		return rates.intervals()
			.entrySet()
			.stream()
			.map((rate) -> ";" + rate.getKey() + "=" + rate.getValue())
			.collect(Collectors.joining());
	}

	private static SamplingRates rates(String text) {
		String[] parts = text.split(";");
		SamplingRates rates = new SamplingRates(Sampler.valueOf(parts[0]), Map.of());
		for (int i = 1; i < parts.length; i++) {
			String[] rate = parts[i].split("=");
			rates = rates.with(ProfileType.valueOf(rate[0]), number(rate[1]));
		}
		return rates;
	}

	private static String text(ExceptionRecording recording) {
		return name(recording.file()) + "," + recording.offset() + "," + recording.size() + "," + recording.thrown();
	}

	private static String text(SpanRecording recording) {
		return name(recording.file()) + "," + recording.offset() + "," + recording.size();
	}

	private static List<ExceptionRecording> exceptions(String text, Path directory) {
		if (text.equals(NONE)) {
			return List.of();
		}
		return Arrays.stream(text.split(";"))
			.map((part) -> part.split(","))
			.map((part) -> new ExceptionRecording(directory.resolve(part[0]), number(part[1]), number(part[2]),
					number(part[3])))
			.toList();
	}

	private static @Nullable SpanRecording spans(String text, Path directory) {
		if (text.equals(NONE)) {
			return null;
		}
		String[] part = text.split(",");
		return new SpanRecording(directory.resolve(part[0]), number(part[1]), number(part[2]));
	}

	private static String name(Path file) {
		return file.getFileName().toString();
	}

	private static long number(String text) {
		return Long.parseLong(text);
	}

	private static String sealed(String fields) {
		CRC32 checksum = new CRC32();
		checksum.update(fields.getBytes(StandardCharsets.UTF_8));
		return fields + "\t" + Long.toHexString(checksum.getValue());
	}

}
