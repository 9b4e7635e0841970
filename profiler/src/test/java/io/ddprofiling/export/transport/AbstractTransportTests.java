package io.ddprofiling.export.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.ddprofiling.export.transport.ScriptedServer.Script;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/**
 * What holds for every transport.
 */
abstract class AbstractTransportTests {

	private static final Duration PLENTY = Duration.ofSeconds(10);

	private static final Duration SHORT = Duration.ofMillis(300);

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

	private ScriptedServer server;

	abstract ServerSocketChannel bind() throws IOException;

	abstract HttpTransport transportTo(SocketAddress address);

	abstract HttpTransport transportToNobody() throws IOException;

	@AfterEach
	void closeServer() throws IOException {
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void answerHasStatusAndBody() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			peer.write(OK);
		});

		HttpAnswer answer = transport.send(HttpRequest.get("/info"), PLENTY);

		assertThat(answer).isEqualTo(new HttpAnswer(200, "ok"));
		assertThat(answer.isSuccess()).isTrue();
	}

	@Test
	void errorHasStatusAndBody() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readBody(peer.readHead());
			peer.write("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 3\r\n\r\nwhy");
		});

		HttpAnswer answer = transport.send(post(new byte[10]), PLENTY);

		assertThat(answer).isEqualTo(new HttpAnswer(500, "why"));
		assertThat(answer.isSuccess()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			retry-after: 120                            | PT2M
			Retry-After:0                               | PT0S
			Retry-After: Wed, 21 Oct 2015 07:28:00 GMT  | PT0S
			Retry-After: soon                           | -
			Retry-After: -5                             | -
			Retry-After: 99999999999                    | -
			X-Retry-After: 5                            | -
			""")
	void serverMayAskToBeLeftAlone(String header, @Nullable Duration asked) throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readBody(peer.readHead());
			peer.write("HTTP/1.1 429 Too Many Requests\r\n" + header + "\r\nContent-Length: 0\r\n\r\n");
		});

		assertThat(transport.send(post(new byte[10]), PLENTY)).isEqualTo(new HttpAnswer(429, "", asked));
	}

	@Test
	void unauthorizedIsAnAnswerLikeAnyOther() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readBody(peer.readHead());
			peer.write("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
		});

		assertThat(transport.send(post(new byte[10]), PLENTY).status()).isEqualTo(401);
	}

	@Test
	void chunkedBodyIsJoined() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nall\r\n6\r\n of it\r\n0\r\n\r\n");
		});

		assertThat(transport.send(HttpRequest.get("/"), PLENTY)).isEqualTo(new HttpAnswer(200, "all of it"));
	}

	@Test
	void protobufIsOneCharacterForEachByte() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 2\r\n\r\n\u00fc");
		});

		assertThat(transport.send(HttpRequest.get("/"), PLENTY)).isEqualTo(new HttpAnswer(200, "\u00c3\u00bc"));
	}

	@Test
	void bodyWithoutLengthEndsWithTheConnection() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.0 200\r\n\r\nall of it");
		});

		assertThat(transport.send(HttpRequest.get("/"), PLENTY)).isEqualTo(new HttpAnswer(200, "all of it"));
	}

	@Test
	void longBodyIsReadInPartOnly() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 500 No\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));
		});

		assertThat(transport.send(HttpRequest.get("/"), PLENTY).body()).hasSize(HttpAnswer.BODY_LIMIT);
	}

	@Test
	void interimAnswersArePassedOver() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK);
		});

		assertThat(transport.send(HttpRequest.get("/"), PLENTY).status()).isEqualTo(200);
	}

	@Test
	void requestAsksToCloseAndTellsItsExactLength() throws Exception {
		BlockingQueue<String> heads = new LinkedBlockingQueue<>();
		BlockingQueue<Integer> afterBody = new LinkedBlockingQueue<>();
		HttpTransport transport = transportTo((peer) -> {
			String head = peer.readHead();
			heads.add(head);
			peer.readBody(head);
			peer.write(OK);
			afterBody.add(peer.in().read());
		});

		transport.send(post(new byte[1234]), PLENTY);

		assertThat(heads.poll(10, TimeUnit.SECONDS)).startsWith("POST /profiling/v1/input?a=b HTTP/1.1\r\nHost: ")
			.contains("\r\nConnection: close\r\n", "\r\nContent-Length: 1234\r\n", "\r\nX-Test: yes\r\n");
		assertThat(afterBody.poll(10, TimeUnit.SECONDS)).as("end of the connection").isEqualTo(-1);
	}

	@Test
	void largeBodyArrivesWhole() throws Exception {
		byte[] body = new byte[5 * 1024 * 1024];
		new Random(42).nextBytes(body);
		BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();
		HttpTransport transport = transportTo((peer) -> {
			bodies.add(peer.readBody(peer.readHead()));
			peer.write(OK);
		});

		transport.send(post(body), PLENTY);

		assertThat(Arrays.equals(bodies.poll(10, TimeUnit.SECONDS), body)).isTrue();
	}

	@Test
	void redirectIsNotFollowed() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
		});

		assertThat(transport.send(HttpRequest.get("/"), PLENTY).status()).isEqualTo(302);
		assertThat(this.server.accepted()).isEqualTo(1);
	}

	@Test
	void noAnswerTimesOut() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			peer.hang();
		});

		assertThatExceptionOfType(SocketTimeoutException.class)
			.isThrownBy(() -> transport.send(post(new byte[10]), SHORT))
			.withMessage("No answer within 300 ms");
	}

	@Test
	void serverThatReadsNothingTimesOut() throws IOException {
		HttpTransport transport = transportTo(ScriptedServer.Peer::hang);
		HttpRequest large = post(new byte[16 * 1024 * 1024]);

		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> transport.send(large, SHORT));
	}

	@Test
	void nothingIsLeftBehindByATimeOut() throws IOException {
		HttpTransport transport = transportTo(ScriptedServer.Peer::hang);

		assertThatIOException().isThrownBy(() -> transport.send(post(new byte[16 * 1024 * 1024]), SHORT));

		await().atMost(PLENTY).untilAsserted(() -> assertThat(threads()).doesNotContain("dd-profiling-http"));
	}

	@Test
	void statusCountsEvenIfTheBodyNeverComes() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
			peer.hang();
		});

		assertThat(transport.send(HttpRequest.get("/"), Duration.ofSeconds(1)).status()).isEqualTo(200);
	}

	@Test
	void refusalBeforeTheBodyWasReadIsAnAnswer() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			peer.write("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
		});

		assertThat(transport.send(post(new byte[16 * 1024 * 1024]), PLENTY).status()).isEqualTo(413);
	}

	@Test
	void nobodyThereIsAnError() throws IOException {
		HttpTransport nobody = transportToNobody();

		assertThatIOException().isThrownBy(() -> nobody.send(HttpRequest.get("/"), PLENTY));
	}

	@Test
	void closingWithoutAnAnswerIsAnError() throws IOException {
		HttpTransport transport = transportTo((peer) -> peer.readBody(peer.readHead()));

		assertThatIOException().isThrownBy(() -> transport.send(post(new byte[10]), PLENTY))
			.withMessage("The server closed the connection without an answer");
	}

	@Test
	void answerThatIsNotHttpIsAnError() throws IOException {
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			peer.write("SSH-2.0-OpenSSH_9.6\r\n");
		});

		assertThatIOException().isThrownBy(() -> transport.send(HttpRequest.get("/"), PLENTY))
			.withMessage("The answer is not HTTP");
	}

	@Test
	void interruptGivesUpAndIsKept() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		HttpTransport transport = transportTo((peer) -> {
			peer.readHead();
			asked.countDown();
			peer.hang();
		});
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		AtomicReference<Boolean> flag = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			try {
				transport.send(HttpRequest.get("/"), Duration.ofMinutes(5));
			}
			catch (IOException ex) {
				thrown.set(ex);
				flag.set(Thread.currentThread().isInterrupted());
			}
		});
		caller.start();
		assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

		caller.interrupt();
		caller.join(10_000);

		assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
		assertThat(flag.get()).isTrue();
	}

	private HttpTransport transportTo(Script script) throws IOException {
		this.server = new ScriptedServer(bind(), script);
		return transportTo(this.server.address());
	}

	private static HttpRequest post(byte[] body) {
		return new HttpRequest("POST", "/profiling/v1/input?a=b", Map.of("X-Test", "yes"), body);
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

}
