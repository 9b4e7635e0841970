package io.ddprofiling;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.ddprofiling.export.CapturedLog;
import io.ddprofiling.export.SettableClock;
import io.ddprofiling.export.Windows;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Capture;
import io.ddprofiling.store.CaptureStore;
import io.ddprofiling.trigger.Trigger;
import io.ddprofiling.trigger.TriggerEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link Triggers} make of events, in a time of their own.
 */
class TriggersTests {

	private static final long SECOND = 1_000_000_000L;

	private final CapturedLog log = new CapturedLog();

	private final SettableClock clock = new SettableClock();

	private final List<CaptureRequest> requests = new ArrayList<>();

	private final TriggerSettings settings = new TriggerSettings().cooldown(Duration.ofSeconds(100))
		.globalCooldown(Duration.ofSeconds(10));

	private boolean refuses;

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.log.close();
	}

	@Test
	void triggerRestsAfterItHasFired() {
		Triggers triggers = triggers("a");

		for (int second = 0; second <= 100; second++) {
			triggers.look(second * SECOND);
		}

		assertThat(this.requests).hasSize(2);
		assertThat(triggers.status()).singleElement().satisfies((status) -> {
			assertThat(status.fired()).isEqualTo(2);
			assertThat(status.suppressed()).isEqualTo(99);
		});
	}

	@Test
	void allTriggersRestAfterOneHasFired() {
		Triggers triggers = triggers("a", "b", "c");

		triggers.look(0);
		triggers.look(9 * SECOND);
		assertThat(this.requests).extracting(CaptureRequest::cause).containsExactly("a: it happened");
		triggers.look(10 * SECOND);
		triggers.look(20 * SECOND);

		assertThat(this.requests).extracting(CaptureRequest::cause)
			.containsExactly("a: it happened", "b: it happened", "c: it happened");
	}

	@Test
	void eventForWhichThereIsNoCaptureBeginsNoRest() {
		Triggers triggers = triggers("a");
		this.refuses = true;
		triggers.look(0);
		triggers.look(SECOND);
		assertThat(triggers.status().get(0).refused()).isEqualTo(2);
		assertThat(triggers.status().get(0).last()).isNull();
		assertThat(this.log.warnings()).singleElement().asString().contains("it happened, but it cannot be captured");

		this.refuses = false;
		triggers.look(2 * SECOND);

		assertThat(triggers.status().get(0).fired()).isEqualTo(1);
	}

	@Test
	void windowIsAroundTheEventAndNotTooLong() {
		event(new TriggerEvent("long", Duration.ofSeconds(20)));
		event(new TriggerEvent("longer", Duration.ofHours(1)));
		event(new TriggerEvent("ahead", Duration.ZERO, Duration.ofMinutes(10)));

		assertThat(this.requests).extracting(CaptureRequest::before)
			.containsExactly(Duration.ofSeconds(50), Duration.ofSeconds(270), Duration.ZERO);
		assertThat(this.requests).extracting(CaptureRequest::after)
			.containsExactly(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(5));
	}

	@Test
	void triggerThatFailsLeavesTheOthersAlone() {
		this.settings.trigger(new FakeTrigger("broken", null)).trigger(new FakeTrigger("well", happened()));
		Triggers triggers = create();

		triggers.look(0);
		triggers.look(SECOND);

		assertThat(this.requests).hasSize(1);
		assertThat(this.log.warnings()).singleElement().asString().contains("The trigger 'broken' failed");
	}

	@Test
	void listenerThatFailsLeavesTheOthersAlone() {
		Triggers triggers = triggers("a");
		List<TriggeredCapture> told = new ArrayList<>();
		triggers.addListener((capture) -> {
			throw new NoClassDefFoundError("not today");
		});
		triggers.addListener(told::add);

		triggers.look(0);

		assertThat(told).singleElement().satisfies((capture) -> assertThat(capture.reason()).isEqualTo("it happened"));
	}

	private void event(TriggerEvent event) {
		TriggerSettings once = new TriggerSettings().trigger(new FakeTrigger("a", event));
		new Triggers(once, this::record, captures(), this.clock).look(0);
	}

	private Triggers triggers(String... names) {
		for (String name : names) {
			this.settings.trigger(new FakeTrigger(name, happened()));
		}
		return create();
	}

	private Triggers create() {
		return new Triggers(this.settings, this::record, captures(), this.clock);
	}

	private Captures captures() {
		return new Captures(new CaptureStore(this.directory),
				new ProfilerSettings.Captures(10, 1000, Duration.ofMinutes(5), Duration.ofDays(1)), new ProfileReader(),
				this.clock, () -> Windows.IDENTITY);
	}

	private Capture record(CaptureRequest request) {
		if (this.refuses) {
			throw new CaptureRefusedException("too many", true);
		}
		this.requests.add(request);
		return new Capture(UUID.randomUUID(), Windows.IDENTITY, Capture.State.RECORDING,
				new TimeWindow(this.clock.instant(), this.clock.instant().plus(request.after())), this.clock.instant(),
				request.type(), null, request.cause(), 0, null);
	}

	private static TriggerEvent happened() {
		return new TriggerEvent("it happened", Duration.ZERO);
	}

	/**
	 * Sees the same event each time, or fails.
	 *
	 * @param name the name
	 * @param event the event, {@code null} to fail
	 */
	private record FakeTrigger(String name, TriggerEvent event) implements Trigger {

		@Override
		public TriggerEvent look(long now) {
			if (this.event == null) {
				throw new IllegalStateException("cannot look");
			}
			return this.event;
		}

	}

}
