package com.example.orders;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class OrdersApplicationTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@Value("${local.server.port}")
	private int port;

	@Test
	void profilerRuns() throws Exception {
		assertThat(get("/actuator/profiler")).contains("\"service\":\"orders\"").contains("\"state\":\"running\"");
	}

	@Test
	void requestsAreProfiled() {
		await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(600)).untilAsserted(() -> {
			get("/orders");
			assertThat(get("/actuator/profiler/collapsed?type=cpu&seconds=60"))
				.contains("com.example.orders.OrdersController.orders");
		});
	}

	private String get(String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).build();
		HttpResponse<String> response = this.client.send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

}
