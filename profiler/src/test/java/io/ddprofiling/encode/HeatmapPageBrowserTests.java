package io.ddprofiling.encode;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.logging.Level;

import io.ddprofiling.Profiler;
import io.ddprofiling.Snapshot;
import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.SnapshotView;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.jfr.Heatmap;
import io.ddprofiling.profile.ProfileType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HeatmapPage} in a real browser, with a recording whose methods have
 * names that no compiler would take.
 */
class HeatmapPageBrowserTests {

	private static final String SCRIPT = "</script><script>document.title='scripted'</script>";

	private static final String IMAGE = "<img src=x onerror=document.title='imaged'>";

	@TempDir
	private Path directory;

	private volatile double result;

	@Test
	void namesDoNotRun() throws IOException {
		ByteBuffer recording = record();
		String unsafe = Heatmap.of(recording.duplicate(), ProfileType.CPU);
		assertThat(unsafe).contains(SCRIPT, IMAGE);
		Path attack = Files.writeString(this.directory.resolve("attack.html"), unsafe);
		Path page = Files.writeString(this.directory.resolve("heatmap.html"), HeatmapPage.of(unsafe));
		ChromeDriver browser = Chromium.start(this.directory.resolve("browser"));
		try {
			browser.get(attack.toUri().toString());
			assertThat(browser.getTitle()).as("the attack works").isIn("scripted", "imaged");
			browser.manage().logs().get(LogType.BROWSER);

			browser.get(page.toUri().toString());

			assertThat(browser.getTitle()).isEqualTo("Heatmap: cpu");
			assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
				.filteredOn((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
				.isEmpty();
			assertThat((Long) browser.executeScript("return document.images.length + document.scripts.length"))
				.isEqualTo(1);
		}
		finally {
			browser.quit();
		}
	}

	private ByteBuffer record() throws IOException {
		Path store = this.directory.resolve("store");
		try (Profiler profiler = Profiler.plainBuilder()
			.service("shop")
			.storeDirectory(store)
			.uploadMode(UploadMode.NEVER)
			.build()) {
			profiler.start();
			await().atMost(Duration.ofSeconds(20)).until(() -> {
				scriptInAMethodNameOfNoCompilerOfThisWorldOrAnyOthe();
				imageInAMethodNameOfNoCompilerOfThisWorldOr();
				return profiler.snapshot(Duration.ofMinutes(1))
					.profile(EnumSet.of(ProfileType.CPU))
					.samples(ProfileType.CPU) >= 20;
			});
			Snapshot snapshot = profiler.snapshot(Duration.ofMinutes(1));
			assertThat(new String(SnapshotFormat.HEATMAP.encode(snapshot, SnapshotView.of(ProfileType.WALL)),
					StandardCharsets.UTF_8))
				.contains("Content-Security-Policy", "Heatmap: wall", "\"sleep\"");
			try (InputStream in = snapshot.recording().open()) {
				// each byte stays a character
				String content = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
				return ByteBuffer.wrap(content.replace("scriptInAMethodNameOfNoCompilerOfThisWorldOrAnyOthe", SCRIPT)
					.replace("imageInAMethodNameOfNoCompilerOfThisWorldOr", IMAGE)
					.getBytes(StandardCharsets.ISO_8859_1));
			}
		}
	}

	private void scriptInAMethodNameOfNoCompilerOfThisWorldOrAnyOthe() {
		burn();
	}

	private void imageInAMethodNameOfNoCompilerOfThisWorldOr() {
		burn();
	}

	private void burn() {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long end = threads.getCurrentThreadCpuTime() + Duration.ofMillis(100).toNanos();
		double sum = 0;
		while (threads.getCurrentThreadCpuTime() < end) {
			sum += Math.sin(sum);
		}
		this.result = sum;
	}

}
