package io.ddprofiling.spring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.ddprofiling.Profiler;
import io.ddprofiling.Snapshot;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for what {@link ProfilerEndpoint} does about recordings, without a server.
 */
class ProfilerEndpointTests {

	@TempDir
	private Path directory;

	private Profiler profiler;

	private ProfilerEndpoint endpoint;

	@BeforeEach
	void start() {
		this.profiler = Profiler.plainBuilder().uploadMode(UploadMode.NEVER).storeDirectory(this.directory).build();
		this.profiler.start();
		this.endpoint = new ProfilerEndpoint(this.profiler);
		Recording.assumePossible(this.profiler);
	}

	@AfterEach
	void stop() {
		this.profiler.close();
	}

	@Test
	void recordingThatSomebodyDeletedIsNotAnInternalError() throws IOException {
		this.profiler.snapshot(Duration.ofSeconds(1));
		try (Stream<Path> files = Files.walk(this.directory)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".jfr")).toList()) {
				Files.delete(file);
			}
		}

		WebEndpointResponse<?> response = snapshot("jfr");

		assertThat(response.getStatus()).isEqualTo(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		assertThat(response.getBody()).asString().contains("no longer in the store");
	}

	@Test
	void downloadsAreLimitedUntilOneIsClosed() throws IOException {
		List<InputStream> downloads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			downloads.add(resource().getInputStream());
		}
		RecordingResource late = RecordingResource.of(this.profiler.snapshot(Duration.ofMinutes(1)).recording(),
				new Semaphore(0));

		assertThat(snapshot("jfr").getStatus()).isEqualTo(WebEndpointResponse.STATUS_TOO_MANY_REQUESTS);
		assertThat(snapshot("pprof").getStatus()).isEqualTo(WebEndpointResponse.STATUS_OK);
		assertThatIOException().isThrownBy(late::getInputStream);

		downloads.get(0).close();
		downloads.get(0).close();
		assertThat(snapshot("jfr").getStatus()).isEqualTo(WebEndpointResponse.STATUS_OK);
		for (InputStream download : downloads) {
			download.close();
		}
	}

	@Test
	void heatmapsAreMadeOneAtATime() throws IOException {
		Semaphore heatmaps = new Semaphore(0);
		SnapshotOperations operations = new SnapshotOperations(new StoredBaselines(this.profiler), heatmaps);
		SnapshotQuery query = SnapshotQuery.parse("heatmap",
				new SnapshotParameters(null, null, null, null, null, null, new SnapshotFilterQuery(null, null, null)),
				Duration.ofHours(1), EnumSet.of(ProfileType.CPU));
		Supplier<Snapshot> snapshots = () -> this.profiler.snapshot(Duration.ofMinutes(1));

		WebEndpointResponse<?> refused = operations.answer(query, snapshots);
		heatmaps.release();
		List<WebEndpointResponse<?>> answers = List.of(operations.answer(query, snapshots),
				operations.answer(query, snapshots));

		assertThat(refused.getStatus()).isEqualTo(WebEndpointResponse.STATUS_TOO_MANY_REQUESTS);
		assertThat(refused.getBody()).isEqualTo(Map.of("error", "Another heatmap is being made, try again"));
		assertThat(answers).extracting(WebEndpointResponse::getStatus).containsOnly(WebEndpointResponse.STATUS_OK);
	}

	private WebEndpointResponse<?> snapshot(String format) {
		return this.endpoint.snapshot(format, null, null, null, null, null, null, null, null, null, null);
	}

	private RecordingResource resource() {
		return (RecordingResource) snapshot("jfr").getBody();
	}

}
