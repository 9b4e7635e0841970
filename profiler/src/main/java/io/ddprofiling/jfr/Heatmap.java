package io.ddprofiling.jfr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.profile.SamplingRates;
import one.convert.Arguments;
import one.convert.JfrToHeatmap;
import one.jfr.JfrReader;

/**
 * async-profiler's own heatmap of a recording. It trusts the names in the recording, so
 * that nobody should open it as it is.
 *
 * @since 0.1.0
 */
public final class Heatmap {

	/**
	 * The types there are heatmaps of: those whose samples have a time and are in the
	 * recording itself.
	 */
	public static final Set<ProfileType> TYPES = Collections
		.unmodifiableSet(EnumSet.of(ProfileType.CPU, ProfileType.WALL, ProfileType.LOCK, ProfileType.ALLOCATION,
				ProfileType.NATIVE_LOCK, ProfileType.NATIVE_MEMORY));

	private Heatmap() {
	}

	/**
	 * Makes a heatmap.
	 * @param recording the recording, of one or more chunks
	 * @param type one of {@link #TYPES}
	 * @param rates how it was recorded
	 * @return an HTML page, or a line of text if nothing was sampled
	 * @throws IOException if the recording cannot be read
	 */
	public static String of(ByteBuffer recording, ProfileType type, SamplingRates rates) throws IOException {
		Arguments arguments = arguments(type, rates);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (JfrReader reader = new JfrReader(recording)) {
			// only the first chunk of a file tells it
			reader.settings.put("wall", String.valueOf(rates.interval(ProfileType.WALL)));
			JfrToHeatmap converter = new JfrToHeatmap(reader, arguments);
			converter.convert();
			converter.dump(out);
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			// a broken recording can claim any size
			throw new IOException("A heatmap cannot be made of the recording", ex);
		}
		return out.toString(StandardCharsets.UTF_8);
	}

	private static Arguments arguments(ProfileType type, SamplingRates rates) {
		if (!TYPES.contains(type)) {
			throw new IllegalArgumentException("'type' must be one of " + TYPES);
		}
		Arguments arguments = new Arguments();
		arguments.title = "Heatmap: " + type.id();
		arguments.dot = true;
		// the state of a thread tells these two apart; the JDK samples CPU time only
		arguments.cpu = type == ProfileType.CPU && rates.sampler() == Sampler.ASYNC_PROFILER;
		arguments.wall = type == ProfileType.WALL;
		arguments.lock = type == ProfileType.LOCK;
		arguments.alloc = type == ProfileType.ALLOCATION;
		arguments.nativelock = type == ProfileType.NATIVE_LOCK;
		arguments.nativemem = type == ProfileType.NATIVE_MEMORY;
		return arguments;
	}

}
