package io.ddprofiling;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;

import io.ddprofiling.encode.PprofDialect;
import io.ddprofiling.encode.PprofEncoder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.testsupport.GoPprof;
import io.ddprofiling.testsupport.PprofFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ProfilerTests {

	@TempDir
	private Path directory;

	@Test
	void snapshotShowsWhatTheApplicationDid() throws IOException {
		try (Profiler profiler = Profiler.plainBuilder()
			.service("orders")
			.storeDirectory(this.directory.resolve("store"))
			.build()) {
			profiler.start();
			long end = System.nanoTime() + 2_000_000_000L;
			double x = 0;
			while (System.nanoTime() < end) {
				x += Math.sin(x) + new byte[100].length;
			}
			System.out.println(profiler.status());
			Snapshot snapshot = profiler.snapshot(Duration.ofSeconds(10));
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			new PprofEncoder(PprofDialect.DATADOG, "orders").encode(snapshot.profile(EnumSet.allOf(ProfileType.class)),
					out);
			Path file = this.directory.resolve("x.pprof");
			Files.write(file, out.toByteArray());
			System.out.println(GoPprof.raw(file).lines().limit(30).toList());
			System.out.println(GoPprof.top(file, "cpu-time"));
			PprofFile pprof = PprofFile.parse(out.toByteArray());
			assertThat(pprof.total("cpu-time")).isPositive();
		}
	}

}
