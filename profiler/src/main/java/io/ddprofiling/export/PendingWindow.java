package io.ddprofiling.export;

/**
 * A window that waits for an exporter.
 */
final class PendingWindow {

	private final WindowOrigin origin;

	private final RecordedWindow window;

	private boolean tried;

	private int refusals;

	PendingWindow(WindowOrigin origin, RecordedWindow window, boolean tried) {
		this.origin = origin;
		this.window = window;
		this.tried = tried;
	}

	WindowOrigin origin() {
		return this.origin;
	}

	RecordedWindow window() {
		return this.window;
	}

	boolean isTried() {
		return this.tried;
	}

	/**
	 * How often it was refused while others were taken.
	 * @return the number of refusals
	 */
	int refusals() {
		return this.refusals;
	}

	void failed(boolean othersAreTaken) {
		this.tried = true;
		this.refusals += othersAreTaken ? 1 : 0;
	}

}
