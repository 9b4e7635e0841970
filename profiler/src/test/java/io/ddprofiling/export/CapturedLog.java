package io.ddprofiling.export;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * What the library logs while this is open.
 */
public final class CapturedLog implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.ddprofiling");

	private final Events events = new Events();

	public CapturedLog() {
		this.events.start();
		this.logger.addAppender(this.events);
		this.logger.setAdditive(false);
	}

	public List<String> warnings() {
		return messages(Level.WARN);
	}

	public List<String> infos() {
		return messages(Level.INFO);
	}

	public List<String> all() {
		return this.events.events.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	@Override
	public void close() {
		this.logger.setAdditive(true);
		this.logger.detachAppender(this.events);
		this.events.stop();
	}

	private List<String> messages(Level level) {
		return this.events.events.stream()
			.filter((event) -> event.getLevel().equals(level))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	/**
	 * The events, appended by any thread.
	 */
	private static final class Events extends AppenderBase<ILoggingEvent> {

		private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.events.add(event);
		}

	}

}
