package io.ddprofiling.export;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Label;
import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;

/**
 * A minute of a shop with samples of several types, made by hand.
 */
public final class ShopWindow {

	public static final Identity IDENTITY = new Identity("orders", "prod", "1.4.2", "web-1",
			"6f1c0d3a-6f5e-4f0b-9a53-0f2f4f3f7c11", 4242, Map.of("team", "shop"));

	public static final TimeWindow WINDOW = new TimeWindow(Instant.parse("2026-01-01T00:00:00.25Z"),
			Instant.parse("2026-01-01T00:01:00.25Z"));

	public static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

	public static final long SPAN_ID = 0x00f067aa0ba902b7L;

	public static final long ROOT_SPAN_ID = 0xb7ad6b7169203331L;

	private static final SamplingRates RATES = SamplingRates.NONE.with(ProfileType.CPU, 10_000_000)
		.with(ProfileType.WALL, 50_000_000)
		.with(ProfileType.LOCK, 10_000_000)
		.with(ProfileType.ALLOCATION, 512 * 1024)
		.with(ProfileType.LIVE_HEAP, 512 * 1024)
		.with(ProfileType.EXCEPTION, 997)
		.with(ProfileType.NATIVE_LOCK, 10_000_000)
		.with(ProfileType.NATIVE_MEMORY, 1024 * 1024)
		.with(ProfileType.IO, 10_000_000);

	private final ProfileBuilder builder = new ProfileBuilder(EnumSet.allOf(ProfileType.class), RATES);

	private Identity identity = IDENTITY;

	/**
	 * A window with a sample of each of the types that are on by default.
	 * @return the window
	 */
	public static ShopWindow busy() {
		return new ShopWindow().add(ProfileType.CPU, 3, 30_000_000, request(), "shop.Cart.sum:7", "main")
			.add(ProfileType.CPU, 1, 10_000_000, thread("main"), "shop.Tax.of:9", "main")
			.add(ProfileType.WALL, 20, 1_000_000_000, thread("main"), "java.lang.Thread.sleep", "main")
			.add(ProfileType.LOCK, 2, 20_000_000, thread("main"), "shop.Stock.take:3", "main")
			.add(ProfileType.ALLOCATION, 1000, 64_000, thread("main"), "shop.Cart.sum:8", "main")
			.add(ProfileType.LIVE_HEAP, 2, 2048, thread("main"), "shop.Cart.sum:9", "main")
			.add(ProfileType.EXCEPTION, 5, 5, thread("main"), "shop.Cart.show:9", "main");
	}

	public static List<Label> thread(String name) {
		return List.of(Label.of(LabelKey.THREAD_ID, 17), Label.of(LabelKey.THREAD_NAME, name));
	}

	/**
	 * The labels of a sample that was taken within a traced request.
	 * @return the labels
	 */
	public static List<Label> request() {
		return List.of(Label.of(LabelKey.THREAD_ID, 18), Label.of(LabelKey.THREAD_NAME, "http-1"),
				Label.of(LabelKey.ENDPOINT, "GET /orders/{id}"), Label.of(LabelKey.SPAN_ID, SPAN_ID),
				Label.of(LabelKey.LOCAL_ROOT_SPAN_ID, ROOT_SPAN_ID), Label.of(LabelKey.TRACE_ID, TRACE_ID));
	}

	public ShopWindow identity(Identity identity) {
		this.identity = identity;
		return this;
	}

	public ShopWindow add(ProfileType type, long count, long value, List<Label> labels, String... leafFirst) {
		int[] frames = new int[leafFirst.length];
		for (int i = 0; i < frames.length; i++) {
			frames[i] = frame(leafFirst[i]);
		}
		this.builder.add(this.builder.stack(frames, frames.length), this.builder.labels(labels), type, count, value);
		return this;
	}

	public ProfileWindow build() {
		return new ProfileWindow(this.identity, List.of(), profile());
	}

	public Profile profile() {
		return this.builder.build(WINDOW);
	}

	private int frame(String frame) {
		int colon = frame.lastIndexOf(':');
		String name = (colon > 0) ? frame.substring(0, colon) : frame;
		int line = (colon > 0) ? Integer.parseInt(frame.substring(colon + 1)) : 0;
		int method = name.lastIndexOf('.');
		String file = (method > 0) ? name.substring(0, method).replace('.', '/') + ".java" : "";
		return this.builder.frame(this.builder.function(name, file), line);
	}

}
