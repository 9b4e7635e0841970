package io.ddprofiling.export;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Windows that need no store.
 */
final class FakeOrigin implements AbandonedWindows {

	private final List<String> settled = Collections.synchronizedList(new ArrayList<>());

	private final List<Instant> loaded = Collections.synchronizedList(new ArrayList<>());

	private volatile Runnable whenSettled = () -> {
	};

	private volatile boolean broken;

	private volatile boolean left;

	private volatile List<RecordedWindow> undelivered = List.of();

	void whenSettled(Runnable action) {
		this.whenSettled = action;
	}

	void breakDown() {
		this.broken = true;
	}

	void undelivered(List<RecordedWindow> windows) {
		this.undelivered = windows;
	}

	/**
	 * The windows that are done with, for example {@code fake 3} for minute 2.
	 */
	List<String> settled() {
		return List.copyOf(this.settled);
	}

	List<Instant> loaded() {
		return List.copyOf(this.loaded);
	}

	boolean isLeft() {
		return this.left;
	}

	@Override
	public ProfileWindow load(RecordedWindow window) {
		if (this.broken) {
			throw new IllegalStateException("unreadable");
		}
		this.loaded.add(window.window().start());
		return Windows.loaded(window);
	}

	@Override
	public void settled(String exporter, RecordedWindow window) {
		this.settled.add(exporter + " " + window.last());
		this.whenSettled.run();
	}

	@Override
	public List<RecordedWindow> undelivered(String exporter) {
		return this.undelivered.stream()
			.filter((window) -> !this.settled.contains(exporter + " " + window.last()))
			.toList();
	}

	@Override
	public void leave(List<String> exporters) {
		this.left = true;
	}

}
