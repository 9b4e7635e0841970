package io.ddprofiling.export;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import io.ddprofiling.export.ExportResult.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * An exporter that notes what it gets and does as the test says.
 */
final class FakeExporter implements ProfileExporter {

	private final List<Instant> starts = new CopyOnWriteArrayList<>();

	private final List<Duration> timeouts = new CopyOnWriteArrayList<>();

	private volatile Function<ProfileWindow, Outcome> behaviour = (window) -> Outcome.DELIVERED;

	private volatile @Nullable String target = "fake";

	private volatile @Nullable Duration retryAfter;

	void retryAfter(@Nullable Duration retryAfter) {
		this.retryAfter = retryAfter;
	}

	void behave(Function<ProfileWindow, Outcome> behaviour) {
		this.behaviour = behaviour;
	}

	void answer(Outcome outcome) {
		this.behaviour = (window) -> outcome;
	}

	void target(@Nullable String target) {
		this.target = target;
	}

	/**
	 * The starts of the windows it got.
	 * @return the starts, in order
	 */
	List<Instant> starts() {
		return List.copyOf(this.starts);
	}

	List<Duration> timeouts() {
		return List.copyOf(this.timeouts);
	}

	@Override
	public String name() {
		return "fake";
	}

	@Override
	public @Nullable String target() {
		if ("broken".equals(this.target)) {
			throw new IllegalStateException("no target for a reason");
		}
		return this.target;
	}

	@Override
	public String idleReason() {
		return "idle";
	}

	@Override
	public ExportResult export(ProfileWindow window, Duration timeout) {
		this.starts.add(window.window().start());
		this.timeouts.add(timeout);
		return new ExportResult(this.behaviour.apply(window), "detail", 7, this.retryAfter);
	}

}
