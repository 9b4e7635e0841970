package io.ddprofiling.trigger;

import java.lang.Thread.UncaughtExceptionHandler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link OutOfMemoryError} has ended a thread, or the work of one that was observed.
 * The JVM tells nobody of those that the application handles itself.
 *
 * @since 0.1.0
 */
public final class OutOfMemoryTrigger implements Trigger {

	private static final Logger logger = LoggerFactory.getLogger(OutOfMemoryTrigger.class);

	private static final int MAX_CAUSES = 10;

	private static volatile @Nullable OutOfMemoryTrigger watching;

	private final AtomicBoolean noted = new AtomicBoolean();

	private @Nullable Handler handler;

	/**
	 * Notes the failure of some work. Cheap: it may be called by the application's own
	 * threads.
	 * @param failure the failure, of whatever kind
	 */
	public static void failed(@Nullable Throwable failure) {
		OutOfMemoryTrigger present = watching;
		if (present != null && isOutOfMemory(failure)) {
			present.noted.set(true);
		}
	}

	@Override
	public String name() {
		return "out-of-memory";
	}

	@Override
	public void begin() {
		watching = this;
		Handler own = new Handler(Thread.getDefaultUncaughtExceptionHandler());
		this.handler = own;
		Thread.setDefaultUncaughtExceptionHandler(own);
	}

	@Override
	public @Nullable TriggerEvent look(long now) {
		return (this.noted.get() && this.noted.getAndSet(false))
				? new TriggerEvent("An OutOfMemoryError was thrown", Duration.ZERO) : null;
	}

	@Override
	public void end() {
		watching = null;
		Handler own = this.handler;
		// who came later knows of this one, which goes on to hand on
		if (own != null && Thread.getDefaultUncaughtExceptionHandler() == own) {
			Thread.setDefaultUncaughtExceptionHandler(own.next);
		}
	}

	private static boolean isOutOfMemory(@Nullable Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			if (cause instanceof OutOfMemoryError) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	/**
	 * Looks at what ends threads, and leaves it to whoever did before.
	 */
	private static final class Handler implements UncaughtExceptionHandler {

		private final @Nullable UncaughtExceptionHandler next;

		Handler(@Nullable UncaughtExceptionHandler next) {
			this.next = next;
		}

		@Override
		public void uncaughtException(Thread thread, Throwable failure) {
			failed(failure);
			if (this.next != null) {
				this.next.uncaughtException(thread, failure);
			}
			else {
				// what the JVM would print is not to be lost
				logger.error("DDP-134 Exception in thread \"{}\"", thread.getName(), failure);
			}
		}

	}

}
