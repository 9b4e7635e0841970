package io.ddprofiling.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.ddprofiling.Profiler;
import io.ddprofiling.TriggeredCapture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Publishes what triggers capture as {@link ProfilerCaptureEvent}. What is captured while
 * the application starts is published when there is somebody to listen.
 */
final class CaptureEvents implements ApplicationListener<ContextRefreshedEvent>, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(CaptureEvents.class);

	private static final int MAX_EARLY = 100;

	private final Profiler profiler;

	private final ApplicationEventPublisher publisher;

	private final Consumer<TriggeredCapture> listener = this::captured;

	private final List<TriggeredCapture> early = new ArrayList<>();

	private boolean ready;

	CaptureEvents(Profiler profiler, ApplicationEventPublisher publisher) {
		this.profiler = profiler;
		this.publisher = publisher;
		profiler.triggers().addListener(this.listener);
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		becomeReady().forEach(this::publishEarly);
	}

	@Override
	public void destroy() {
		this.profiler.triggers().removeListener(this.listener);
	}

	private void captured(TriggeredCapture capture) {
		if (!keep(capture)) {
			publish(capture);
		}
	}

	// what a listener throws here would end the start of the application
	private void publishEarly(TriggeredCapture capture) {
		try {
			publish(capture);
		}
		catch (RuntimeException ex) {
			logger.warn("DDP-135 A listener has failed that was told of capture {}", capture.capture().id(), ex);
		}
	}

	private void publish(TriggeredCapture capture) {
		this.publisher.publishEvent(new ProfilerCaptureEvent(this.profiler, capture));
	}

	private synchronized boolean keep(TriggeredCapture capture) {
		if (!this.ready && this.early.size() < MAX_EARLY) {
			this.early.add(capture);
		}
		return !this.ready;
	}

	private synchronized List<TriggeredCapture> becomeReady() {
		this.ready = true;
		List<TriggeredCapture> kept = List.copyOf(this.early);
		this.early.clear();
		return kept;
	}

}
