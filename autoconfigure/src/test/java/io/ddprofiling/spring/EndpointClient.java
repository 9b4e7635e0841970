package io.ddprofiling.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import org.springframework.boot.json.JsonParserFactory;

/**
 * A client of an application's actuator.
 */
final class EndpointClient {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	EndpointClient(int port) {
		this.port = port;
	}

	URI uri(String path) {
		return URI.create("http://localhost:" + this.port + "/actuator" + path);
	}

	Answer get(String path, String... headers) {
		return send("GET", path, headers);
	}

	/**
	 * Ask for something of the application's own.
	 * @param path the path on the server
	 * @return the answer
	 */
	Answer getPage(String path) {
		return send("GET", URI.create("http://localhost:" + this.port + path), BodyPublishers.noBody());
	}

	Answer post(String path, String json) {
		return send("POST", uri(path), BodyPublishers.ofString(json), "Content-Type", "application/json");
	}

	Answer send(String method, String path, String... headers) {
		return send(method, uri(path), BodyPublishers.noBody(), headers);
	}

	private Answer send(String method, URI uri, BodyPublisher body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).method(method, body);
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return new Answer(this.client.send(request.build(), BodyHandlers.ofByteArray()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An answer.
	 *
	 * @param response the response
	 */
	record Answer(HttpResponse<byte[]> response) {

		int status() {
			return this.response.statusCode();
		}

		byte[] body() {
			return this.response.body();
		}

		String text() {
			return new String(this.response.body(), StandardCharsets.UTF_8);
		}

		Map<String, Object> json() {
			return JsonParserFactory.getJsonParser().parseMap(text());
		}

		String contentType() {
			return this.response.headers().firstValue("Content-Type").orElse("");
		}

	}

}
