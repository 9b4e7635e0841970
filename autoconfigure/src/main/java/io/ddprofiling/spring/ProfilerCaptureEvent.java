package io.ddprofiling.spring;

import io.ddprofiling.Profiler;
import io.ddprofiling.TriggeredCapture;
import io.ddprofiling.store.Capture;

import org.springframework.context.ApplicationEvent;

/**
 * Published when a trigger has begun a {@link Capture}, and again when the capture can be
 * read. Listeners are called on a thread of the profiler's, and may take their time; of
 * captures that were begun before the application context was refreshed, on the thread
 * that refreshes it.
 *
 * @since 0.1.0
 */
public class ProfilerCaptureEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient TriggeredCapture triggered;

	/**
	 * Creates an event.
	 * @param profiler the profiler, which opens the capture
	 * @param triggered the capture and what it was begun for
	 */
	public ProfilerCaptureEvent(Profiler profiler, TriggeredCapture triggered) {
		super(profiler);
		this.triggered = triggered;
	}

	/**
	 * The profiler that has begun the capture.
	 * @return the profiler
	 */
	public Profiler profiler() {
		return (Profiler) getSource();
	}

	/**
	 * The name of the trigger.
	 * @return the name as in the properties
	 */
	public String trigger() {
		return this.triggered.trigger();
	}

	/**
	 * What has happened.
	 * @return a sentence
	 */
	public String reason() {
		return this.triggered.reason();
	}

	/**
	 * The capture as it is now.
	 * @return a capture that is still recorded, or one that can be read
	 */
	public Capture capture() {
		return this.triggered.capture();
	}

	/**
	 * Whether the capture can be read.
	 * @return {@code false} while it is recorded
	 */
	public boolean isReadable() {
		return capture().state() != Capture.State.RECORDING;
	}

}
