package io.ddprofiling.benchmarks;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.ddprofiling.Profiler;
import io.ddprofiling.SnapshotFormat;
import io.ddprofiling.export.datadog.UploadMode;
import io.ddprofiling.profile.ProfileType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the profile of exceptions costs a handler that throws twenty of them per request:
 * CPU time of a request with all types against all but that one, in turns, in one JVM.
 * Each start instruments anew, so that the JVM compiles anew: a turn is measured only
 * after as long a time for that, and the first three pairs do not count. Arguments: the
 * number of pairs that count (20), the seconds of a turn (20), and {@code control} to
 * leave exceptions off in both. What the handler alone costs, called in a loop, is
 * measured with it: its thread's CPU time is the steadier measure.
 */
public final class ExceptionCost {

	private static final int CLIENTS = 8;

	private static final int REQUESTS_PER_SECOND = 2000;

	private static final int WARM_UP_PAIRS = 3;

	private final Duration turn;

	private final Requests requests;

	private final Path directory;

	private final List<Double> handlerMicros = new ArrayList<>();

	private ExceptionCost(Duration turn, Requests requests, Path directory) {
		this.turn = turn;
		this.requests = requests;
		this.directory = directory;
	}

	/**
	 * Measures and prints.
	 * @param args see the class
	 * @throws Exception if the handler does not answer
	 */
	public static void main(String[] args) throws Exception {
		int pairs = (args.length > 0) ? Integer.parseInt(args[0]) : 20;
		Duration turn = Duration.ofSeconds((args.length > 1) ? Integer.parseInt(args[1]) : 20);
		boolean control = args.length > 2 && args[2].equals("control");
		try (ConfigurableApplicationContext context = SpringApplication.run(FailingController.class,
				"--dd.profiling.enabled=false", "--server.port=0", "--server.address=127.0.0.1")) {
			String port = context.getEnvironment().getRequiredProperty("local.server.port");
			try (Requests requests = new Requests(URI.create("http://127.0.0.1:" + port + "/fail"), CLIENTS,
					REQUESTS_PER_SECOND)) {
				Thread.sleep(20_000);
				new ExceptionCost(turn, requests, Files.createTempDirectory("exception-cost")).compare(pairs, control);
			}
		}
	}

	private void compare(int pairs, boolean control) throws Exception {
		List<Double> ratios = new ArrayList<>();
		List<Double> added = new ArrayList<>();
		for (int pair = -WARM_UP_PAIRS; pair < pairs; pair++) {
			boolean onFirst = pair % 2 == 0;
			double first = microsPerRequest(onFirst && !control, null);
			double second = microsPerRequest(!onFirst && !control, null);
			double ratio = onFirst ? first / second : second / first;
			if (pair >= 0) {
				ratios.add(ratio);
				added.add(onFirst ? this.handlerMicros.get(0) - this.handlerMicros.get(1)
						: this.handlerMicros.get(1) - this.handlerMicros.get(0));
			}
			this.handlerMicros.clear();
			System.out.printf("pair %d: %.1f and %.1f us of CPU per request, ratio %.4f%n", pair + 1, first, second,
					ratio);
		}
		System.out.printf("mean of the logarithms %+.4f, standard error %.4f%n", meanLog(ratios),
				errorOfMeanLog(ratios));
		ratios.sort(null);
		System.out.printf("%s: median %.4f, quartiles %.4f to %.4f%n", control ? "control" : "exceptions on / off",
				ratios.get(pairs / 2), ratios.get(pairs / 4), ratios.get(pairs * 3 / 4));
		added.sort(null);
		System.out.printf("handler alone: median %+.3f us for %d exceptions, quartiles %+.3f to %+.3f%n",
				added.get(pairs / 2), FailingController.EXCEPTIONS, added.get(pairs / 4), added.get(pairs * 3 / 4));
		microsPerRequest(true, "exceptions.txt");
	}

	private static double meanLog(List<Double> ratios) {
		return ratios.stream().mapToDouble(Math::log).average().orElseThrow();
	}

	private static double errorOfMeanLog(List<Double> ratios) {
		double mean = meanLog(ratios);
		double squares = ratios.stream().mapToDouble((ratio) -> Math.pow(Math.log(ratio) - mean, 2)).sum();
		return Math.sqrt(squares / (ratios.size() - 1) / ratios.size());
	}

	private double microsPerRequest(boolean exceptions, @Nullable String output) throws Exception {
		try (Profiler profiler = Profiler.plainBuilder()
			.storeDirectory(this.directory)
			.uploadMode(UploadMode.NEVER)
			.type(ProfileType.EXCEPTION, exceptions)
			.build()) {
			profiler.start();
			Thread.sleep(this.turn.toMillis());
			long cpu = HandlerCpu.nanos();
			long answered = this.requests.answered();
			Thread.sleep(this.turn.toMillis());
			long count = this.requests.answered() - answered;
			double micros = (HandlerCpu.nanos() - cpu) / 1000.0 / count;
			this.handlerMicros.add(HandlerLoop.microsPerCall());
			if (output != null) {
				System.out.printf("%.0f requests/s, %.0f exceptions/s thrown%n", count / (double) this.turn.toSeconds(),
						count * FailingController.EXCEPTIONS / (double) this.turn.toSeconds());
				byte[] stacks = SnapshotFormat.COLLAPSED.encode(profiler.snapshot(this.turn),
						Set.of(ProfileType.EXCEPTION));
				Files.write(this.directory.resolve(output), stacks);
				System.out.println("Stacks in " + this.directory.resolve(output));
			}
			return micros;
		}
	}

}
