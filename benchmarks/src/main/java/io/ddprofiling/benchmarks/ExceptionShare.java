package io.ddprofiling.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.ddprofiling.Profiler;
import io.ddprofiling.export.datadog.UploadMode;
import one.jfr.JfrReader;
import one.jfr.StackTrace;
import one.jfr.event.ExecutionSample;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What share of the CPU time of a service goes into the hook that counts its exceptions:
 * a handler that throws twenty per request, 2,000 requests a second, sampled every
 * millisecond. A sample counts if async-profiler's instrumentation is on its stack. Other
 * programs on the machine do not disturb this measure, as samples are taken by CPU time;
 * what it misses is how else the compiler lays out a constructor with a hook. Argument:
 * the seconds to measure (60).
 */
public final class ExceptionShare {

	private static final String HOOK = "one/profiler/Instrument";

	private static final int REQUESTS_PER_SECOND = 2000;

	private ExceptionShare() {
	}

	/**
	 * Measures and prints.
	 * @param args see the class
	 * @throws Exception if the handler does not answer
	 */
	public static void main(String[] args) throws Exception {
		Duration length = Duration.ofSeconds((args.length > 0) ? Integer.parseInt(args[0]) : 60);
		try (ConfigurableApplicationContext context = SpringApplication.run(FailingController.class,
				"--dd.profiling.enabled=false", "--server.port=0", "--server.address=127.0.0.1")) {
			String port = context.getEnvironment().getRequiredProperty("local.server.port");
			try (Requests requests = new Requests(URI.create("http://127.0.0.1:" + port + "/fail"), 8,
					REQUESTS_PER_SECOND)) {
				Path directory = Files.createTempDirectory("exception-share");
				try (Profiler profiler = Profiler.plainBuilder()
					.storeDirectory(directory)
					.uploadMode(UploadMode.NEVER)
					.maxOverhead(0)
					.maxSamples(0)
					.cpuInterval(Duration.ofMillis(1))
					.build()) {
					profiler.start();
					Thread.sleep(20_000);
					long answered = requests.answered();
					Thread.sleep(length.toMillis());
					System.out.printf("%.0f exceptions/s%n", (requests.answered() - answered)
							* FailingController.EXCEPTIONS / (double) length.toSeconds());
					Path file = directory.resolve("share.jfr");
					try (InputStream recording = profiler.snapshot(length).recording().open()) {
						Files.copy(recording, file);
					}
					print(file);
				}
			}
		}
	}

	private static void print(Path file) throws IOException {
		long all = 0;
		long hooked = 0;
		Map<String, Integer> groups = new TreeMap<>();
		try (JfrReader reader = new JfrReader(file.toString())) {
			List<ExecutionSample> samples = reader.readAllEvents(ExecutionSample.class);
			for (ExecutionSample sample : samples) {
				String thread = reader.threads.get(sample.tid);
				if (thread != null && (thread.startsWith("client-") || thread.startsWith("HttpClient"))) {
					continue;
				}
				all += Math.max(1, sample.samples);
				if (isHooked(reader, sample)) {
					hooked += Math.max(1, sample.samples);
				}
				groups.merge(String.valueOf(thread).replaceAll("[0-9]+", "N"), 1, Integer::sum);
			}
		}
		double share = hooked / (double) all;
		System.out.printf("%d of %d samples in the hook: %.3f %% of the service's CPU time, standard error %.3f%n",
				hooked, all, share * 100, Math.sqrt(share / all) * 100);
		System.out.println("Samples by thread: " + groups);
	}

	private static boolean isHooked(JfrReader reader, ExecutionSample sample) {
		StackTrace trace = reader.stackTraces.get(sample.stackTraceId);
		for (long method : (trace != null) ? trace.methods : new long[0]) {
			String type = new String(reader.symbols.get(reader.classes.get(reader.methods.get(method).cls).name));
			if (type.equals(HOOK)) {
				return true;
			}
		}
		return false;
	}

}
