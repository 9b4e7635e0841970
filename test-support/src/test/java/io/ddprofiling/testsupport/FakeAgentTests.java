package io.ddprofiling.testsupport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class FakeAgentTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final HttpClient client = HttpClient.newHttpClient();

	private final FakeAgent agent = new FakeAgent();

	@AfterEach
	void closeAgent() {
		this.agent.close();
	}

	@Test
	void recordsUploadAsItWasSent() throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.agent.port())) {
			socket.getOutputStream().write(Example.file("request.http"));

			Received upload = this.agent.awaitUploads(1, TIMEOUT).get(0);

			assertThat(socket.getInputStream().readNBytes(15)).asString().isEqualTo("HTTP/1.1 200 OK");
			assertThat(upload.method()).isEqualTo("POST");
			assertThat(upload.path()).isEqualTo("/profiling/v1/input");
			assertThat(upload.headers()).containsAllEntriesOf(Example.request().headers());
			assertThat(upload.body()).isEqualTo(Example.request().body());
		}
	}

	@Test
	void answersInfoUntilSwitchedOff() throws Exception {
		JsonNode info = new ObjectMapper().readTree(get("/info").body());
		this.agent.withoutInfo();

		assertThat(info.at("/endpoints/0").textValue()).isEqualTo("/profiling/v1/input");
		assertThat(info.at("/version").isTextual()).isTrue();
		assertThat(get("/info").statusCode()).isEqualTo(404);
		assertThat(this.agent.requests()).hasSize(2);
		assertThat(this.agent.uploads()).isEmpty();
	}

	@Test
	void knowsOnlyAcceptedPaths() throws Exception {
		assertThat(get("/api/v2/profile").statusCode()).isEqualTo(404);
		this.agent.acceptPath("/api/v2/profile");

		assertThat(get("/api/v2/profile?a=b").statusCode()).isEqualTo(200);
		assertThat(this.agent.uploads()).extracting(Received::path).contains("/api/v2/profile?a=b");
	}

	@Test
	void respondsWithStatusAndHeaders() throws Exception {
		this.agent.respondWith(429, Map.of("Retry-After", "5"));

		HttpResponse<String> response = upload().get(10, TimeUnit.SECONDS);

		assertThat(response.statusCode()).isEqualTo(429);
		assertThat(response.headers().firstValue("retry-after")).contains("5");
		assertThat(get("/info").statusCode()).isEqualTo(200);
	}

	@Test
	void hangsUntilToldToRespond() throws Exception {
		this.agent.hang();
		CompletableFuture<HttpResponse<String>> response = upload();
		this.agent.awaitUploads(1, TIMEOUT);

		assertThat(response).isNotDone();
		this.agent.respondWith(202);
		assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
	}

	@Test
	void closeEndsHangingRequests() {
		this.agent.hang();
		CompletableFuture<HttpResponse<String>> response = upload();
		this.agent.awaitUploads(1, TIMEOUT);

		this.agent.close();

		assertThat(response).failsWithin(TIMEOUT).withThrowableThat().withCauseInstanceOf(IOException.class);
	}

	@Test
	void resetsConnections() {
		this.agent.resetConnections();

		assertThat(upload()).failsWithin(TIMEOUT).withThrowableThat().withCauseInstanceOf(IOException.class);
		assertThat(this.agent.uploads()).isNotEmpty();
	}

	@Test
	void resetForgetsRequestsAndBehaviour() throws Exception {
		this.agent.withoutInfo();
		this.agent.respondWith(500);
		upload().get(10, TimeUnit.SECONDS);

		this.agent.reset();

		assertThat(this.agent.requests()).isEmpty();
		assertThat(upload().get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
		assertThat(get("/info").statusCode()).isEqualTo(200);
	}

	@Test
	void awaitUploadsFailsAfterTimeout() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.agent.awaitUploads(1, Duration.ofMillis(1)))
			.withMessageContaining("0 of 1 uploads");
	}

	@Test
	void comesBackOnSamePort() throws Exception {
		int port = this.agent.port();
		this.agent.close();

		try (ClosedPort closed = new ClosedPort(port)) {
			assertThat(upload()).failsWithin(TIMEOUT);
			FakeAgent again = new FakeAgent(closed.port());
			assertThat(again.port()).isEqualTo(port);
			assertThat(upload().get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			again.close();
		}
	}

	@Test
	void listensOnIpv6() throws Exception {
		assumeTrue(new InetSocketAddress("::1", 0).getAddress().isReachable(1000), "There is no IPv6");
		try (FakeAgent ipv6 = new FakeAgent(new InetSocketAddress("::1", 0))) {
			HttpRequest request = HttpRequest.newBuilder(ipv6.url().resolve("/info")).build();

			assertThat(this.client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
		}
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri(path)).timeout(TIMEOUT).build();
		return this.client.send(request, BodyHandlers.ofString());
	}

	private CompletableFuture<HttpResponse<String>> upload() {
		HttpRequest request = HttpRequest.newBuilder(uri("/profiling/v1/input"))
			.timeout(TIMEOUT)
			.POST(BodyPublishers.ofString("body"))
			.build();
		return this.client.sendAsync(request, BodyHandlers.ofString());
	}

	private URI uri(String path) {
		return this.agent.url().resolve(path);
	}

}
