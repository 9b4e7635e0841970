package io.ddprofiling.testsupport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class GoPprofTests {

	@TempDir
	Path directory;

	@BeforeEach
	void goIsInstalled() {
		assumeTrue(GoPprof.available(), "Go is not installed");
	}

	@Test
	void topAgreesWithOwnSums() throws IOException {
		String top = GoPprof.top(file(Example.file("auto.pprof")), "cpu-time");

		assertThat(top).contains("Type: cpu-time");
		assertThat(GoPprof.flatPercent(top)).containsExactly(entry("com.example.Pricing.compute", 100.0),
				entry("com.example.OrderController.get", 0.0));
	}

	@Test
	void rawShowsLabels() throws IOException {
		assertThat(GoPprof.raw(file(Example.file("auto.pprof")))).contains("trace endpoint:[GET /orders/{id}]",
				"com.example.Pricing.render");
	}

	@Test
	void malformedProfileFailsWithReason() throws IOException {
		Path file = file(Profiles.builder().setStringTable(0, "x").build().toByteArray());

		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> GoPprof.raw(file))
			.withMessageContaining("unrecognized profile format");
	}

	@Test
	void fetchesProfileFromUrl() throws IOException {
		byte[] profile = Example.file("auto.pprof");
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/actuator/pprof", (exchange) -> {
			try (exchange) {
				exchange.sendResponseHeaders(200, profile.length);
				exchange.getResponseBody().write(profile);
			}
		});
		server.start();
		try {
			String top = GoPprof
				.fetchTop(URI.create("http://127.0.0.1:%d/actuator/pprof".formatted(server.getAddress().getPort())));

			assertThat(GoPprof.flatPercent(top)).containsEntry("com.example.Pricing.render", 100.0);
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void flatPercentKeepsBlanksAndMergesInlinedFunctions() {
		Map<String, Double> percent = GoPprof.flatPercent("""
				Type: cpu
				Showing nodes accounting for 10ms, 100% of 10ms total
				      flat  flat%   sum%        cum   cum%
				       5ms 50.00% 50.00%       10ms   100%  a.Leaf.run
				       3ms 30.00% 80.00%        3ms 30.00%  a.Leaf.run (inline)
				       2ms 20.00%   100%        2ms 20.00%  <1 frame omitted>
				         0     0%   100%       10ms   100%  a.Root.main
				""");

		assertThat(percent).containsExactly(entry("a.Leaf.run", 80.0), entry("<1 frame omitted>", 20.0),
				entry("a.Root.main", 0.0));
	}

	private Path file(byte[] content) throws IOException {
		return Files.write(this.directory.resolve("profile.pb.gz"), content);
	}

}
