package io.ddprofiling.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UnixSocketAgentTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String INFO = "GET /info HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final String CHUNKED = "POST /profiling/v1/input HTTP/1.1\r\nHost: localhost\r\n"
			+ "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n";

	@TempDir
	Path directory;

	private UnixSocketAgent agent;

	private SocketChannel client;

	@BeforeEach
	void connect() throws IOException {
		this.agent = new UnixSocketAgent(this.directory.resolve("apm.socket"));
		this.client = SocketChannel.open(UnixDomainSocketAddress.of(this.agent.socket()));
	}

	@AfterEach
	void disconnect() throws IOException {
		this.client.close();
		this.agent.close();
		assertThat(this.agent.socket()).doesNotExist();
	}

	@Test
	void hasUrlOfSocket() {
		assertThat(this.agent.url()).hasScheme("unix").hasPath(this.agent.socket().toString());
	}

	@Test
	void recordsUploadWithContentLength() throws IOException {
		send(Example.file("request.http"));

		Received upload = this.agent.awaitUploads(1, TIMEOUT).get(0);

		ProfileUpload.parse(upload).assertConforms();
		assertThat(response()).startsWith("HTTP/1.1 200 ");
	}

	@Test
	void recordsChunkedUploadAndKeepsConnection() throws IOException {
		send(CHUNKED);
		assertThat(response()).startsWith("HTTP/1.1 200 ").endsWith("Content-Length: 0\r\n");
		send(INFO);

		assertThat(response()).startsWith("HTTP/1.1 200 ").contains("Content-Type: application/json");
		assertThat(this.agent.uploads()).singleElement()
			.satisfies((upload) -> assertThat(upload.body()).asString().isEqualTo("abc0123456789"));
	}

	@Test
	void closesConnectionWhenAsked() throws IOException {
		send(INFO.replace("localhost", "localhost\r\nConnection: close"));

		assertThat(rest()).startsWith("HTTP/1.1 200 ").endsWith("}");
	}

	@Test
	void respondsWithStatusAndHeaders() throws IOException {
		this.agent.respondWith(503, Map.of("Retry-After", "5"));
		send(CHUNKED);

		assertThat(response()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 5");
	}

	@Test
	void hangsUntilToldToRespond() throws IOException {
		this.agent.hang();
		send(CHUNKED);
		this.agent.awaitUploads(1, TIMEOUT);
		this.client.configureBlocking(false);
		assertThat(this.client.read(ByteBuffer.allocate(1))).isZero();
		this.client.configureBlocking(true);

		this.agent.respondWith(202);

		assertThat(response()).startsWith("HTTP/1.1 202 ");
	}

	@Test
	void resetsConnections() throws IOException {
		this.agent.resetConnections();
		send(CHUNKED);

		assertThat(rest()).isEmpty();
		assertThat(this.agent.uploads()).hasSize(1);
	}

	@Test
	void closeEndsHangingRequests() throws IOException {
		this.agent.hang();
		send(CHUNKED);
		this.agent.awaitUploads(1, TIMEOUT);

		this.agent.close();

		assertThat(rest()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /info HTTP/1.1\n", "GET /info HTTP/2\r\n", "GET  /info HTTP/1.1\r\n",
			"GET /info HTTP/1.1\r\n\r\n", "GET /info HTTP/1.1\r\nHost : a\r\n\r\n",
			"GET /info HTTP/1.1\r\nHost\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
			"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
			"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n" })
	void refusesMalformedRequest(String request) throws IOException {
		send(request);

		assertThat(response()).startsWith("HTTP/1.1 400 ");
		assertThat(this.agent.requests()).isEmpty();
	}

	private void send(String text) throws IOException {
		send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private void send(byte[] bytes) throws IOException {
		Channels.newOutputStream(this.client).write(bytes);
	}

	private String response() throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		InputStream input = Channels.newInputStream(this.client);
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			head.write(input.readNBytes(1));
		}
		String text = head.toString(StandardCharsets.ISO_8859_1);
		return text.substring(0, text.length() - 2);
	}

	private String rest() throws IOException {
		return new String(Channels.newInputStream(this.client).readAllBytes(), StandardCharsets.ISO_8859_1);
	}

}
