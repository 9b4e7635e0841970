package io.ddprofiling;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.ddprofiling.Requests.Request;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.recorder.Engine;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for recordings of some samples, made by the JDK's Flight Recorder.
 */
class FlightRecorderFilterTests {

	private static final Set<ProfileType> TYPES = Set.of(ProfileType.ALLOCATION);

	private static final SampleFilter OF_ENDPOINT = new SampleFilter("GET /orders/{id}", "serving-1", null);

	@TempDir
	private Path directory;

	@Test
	void recordingHasTheSamplesThatWereAskedFor() throws Exception {
		try (Profiler profiler = Profiler.plainBuilder()
			.engine(Engine.JFR)
			.storeDirectory(this.directory)
			.uploadMode(UploadMode.NEVER)
			.build()) {
			profiler.start();
			Request orders = Request.of("/orders/{id}", 5);
			try (Requests one = new Requests("serving-1", orders, Request.of("/carts", 3));
					Requests two = new Requests("serving-2", orders)) {
				await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofSeconds(1)).until(() -> {
					Snapshot snapshot = profiler.snapshot(Duration.ofMinutes(1));
					return snapshot.profile(TYPES, OF_ENDPOINT).total(SampleType.ALLOCATED_OBJECTS) > 5;
				});
			}
			Snapshot snapshot = profiler.snapshot(Duration.ofMinutes(1));
			Profile some = snapshot.profile(TYPES, OF_ENDPOINT);

			List<RecordedEvent> events = SnapshotFilterTests
				.events(SnapshotFormat.JFR.encode(snapshot, TYPES, OF_ENDPOINT));

			assertThat(events).filteredOn((event) -> event.getStackTrace() != null)
				.extracting(FlightRecorderFilterTests::thread)
				.containsOnly("serving-1");
			assertThat(events)
				.filteredOn((event) -> event.getEventType().getName().equals("jdk.ObjectAllocationSample"))
				.hasSize((int) some.total(SampleType.ALLOCATED_OBJECTS));
			assertWindowHasTheSameSamples(snapshot);
		}
	}

	private static void assertWindowHasTheSameSamples(Snapshot snapshot) throws IOException {
		TimeWindow whole = snapshot.window();
		Duration quarter = whole.duration().dividedBy(4);
		Snapshot middle = snapshot.within(new TimeWindow(whole.start().plus(quarter), whole.end().minus(quarter)));
		List<RecordedEvent> events;
		try (InputStream recording = middle.recording(SampleFilter.ALL)) {
			events = SnapshotFilterTests.events(recording.readAllBytes());
		}

		assertThat(events).filteredOn((event) -> event.getEventType().getName().equals("jdk.ObjectAllocationSample"))
			.hasSizeLessThan((int) snapshot.profile(TYPES).total(SampleType.ALLOCATED_OBJECTS))
			.hasSize((int) middle.profile(TYPES).total(SampleType.ALLOCATED_OBJECTS));
	}

	private static String thread(RecordedEvent event) {
		return event.hasField("sampledThread") ? event.getThread("sampledThread").getJavaName()
				: event.getThread().getJavaName();
	}

}
