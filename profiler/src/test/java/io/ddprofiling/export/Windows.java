package io.ddprofiling.export;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;

/**
 * Windows to deliver.
 */
public final class Windows {

	public static final Identity IDENTITY = new Identity("orders", "prod", "1.4.2", "web-1",
			"6f1c0d3a-6f5e-4f0b-9a53-0f2f4f3f7c11", 4242, Map.of("team", "shop"));

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000)
		.with(ProfileType.WALL, 50_000_000)
		.with(ProfileType.ALLOCATION, 512 * 1024)
		.with(ProfileType.LOCK, 10_000_000);

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private Windows() {
	}

	/**
	 * A minute with one CPU sample.
	 * @param minute which minute
	 * @param file the recording file, which need not exist
	 * @return the window
	 */
	public static RecordedWindow recorded(int minute, Path file) {
		TimeWindow window = new TimeWindow(START.plusSeconds(60L * minute), START.plusSeconds(60L * minute + 60));
		return new RecordedWindow(IDENTITY, window, List.of(new Chunk(minute + 1, file, 0, 1, window, RATES)));
	}

	public static ProfileWindow loaded(RecordedWindow recorded) {
		return new ProfileWindow(recorded.identity(), recorded.chunks(), profile(recorded.window(), true));
	}

	public static ProfileWindow of(Chunk chunk) {
		return new ProfileWindow(IDENTITY, List.of(chunk), profile(chunk.window(), true));
	}

	public static ProfileWindow of(int minute) {
		return loaded(recorded(minute, Path.of("none")));
	}

	public static ProfileWindow empty() {
		RecordedWindow recorded = recorded(0, Path.of("none"));
		return new ProfileWindow(IDENTITY, recorded.chunks(), profile(recorded.window(), false));
	}

	public static ProfileWindow withRequests(Map<Endpoint, Long> requests) {
		RecordedWindow recorded = recorded(0, Path.of("none"));
		ProfileBuilder builder = builder(true);
		requests.forEach(builder::requests);
		return new ProfileWindow(IDENTITY, recorded.chunks(), builder.build(recorded.window()));
	}

	public static Chunk chunk(Path file, long size) {
		return new Chunk(1, file, 0, size, new TimeWindow(START, START.plusSeconds(60)), RATES);
	}

	private static Profile profile(TimeWindow window, boolean sampled) {
		return builder(sampled).build(window);
	}

	private static ProfileBuilder builder(boolean sampled) {
		ProfileBuilder builder = new ProfileBuilder(RATES.types(), RATES);
		if (sampled) {
			int frame = builder.frame(builder.function("com.example.Shop.sell", "Shop.java"), 12);
			builder.add(builder.stack(new int[] { frame }, 1), builder.labels(List.of()), ProfileType.CPU, 1,
					10_000_000);
		}
		return builder;
	}

}
