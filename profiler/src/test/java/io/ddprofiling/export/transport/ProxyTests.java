package io.ddprofiling.export.transport;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLHandshakeException;

import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.FakeProxy;
import io.ddprofiling.testsupport.TestCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ProxyTests {

	private static final Duration PLENTY = Duration.ofSeconds(10);

	@TempDir
	private Path directory;

	@Test
	void requestIsHandedToTheProxyWhole() throws IOException {
		try (FakeAgent agent = new FakeAgent(); FakeProxy proxy = FakeProxy.open(agent.port())) {
			agent.acceptPath("/base/profiling/v1/input");

			HttpAnswer answer = send("http://agent.test:8126/base", proxy, null, null);

			assertThat(answer.status()).isEqualTo(200);
			assertThat(proxy.requests()).containsExactly("POST agent.test:8126 0");
			assertThat(agent.requests()).singleElement().satisfies((request) -> {
				assertThat(request.path()).isEqualTo("/base/profiling/v1/input");
				assertThat(request.headers()).containsEntry("host", "agent.test:8126")
					.doesNotContainKey("proxy-authorization");
				assertThat(request.body()).hasSize(100_000);
			});
		}
	}

	@Test
	void whoIsThereIsToldWhenAskedAndUnaskedFromThenOn() throws IOException {
		try (FakeAgent agent = new FakeAgent(); FakeProxy proxy = FakeProxy.guarded(agent.port(), "me", "s3cret:ü")) {
			TcpTransport transport = transport("http://agent.test", proxy, "me", "s3cret:ü");

			assertThat(transport.send(post(), PLENTY).status()).isEqualTo(200);
			assertThat(transport.send(post(), PLENTY).status()).isEqualTo(200);

			assertThat(proxy.requests()).containsExactly("POST agent.test 407", "POST agent.test 0",
					"POST agent.test 0");
			assertThat(agent.requests()).hasSize(2)
				.allSatisfy((request) -> assertThat(request.headers()).doesNotContainKey("proxy-authorization"));
		}
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-, -, http", "me, wrong, http", "-, -, https", "me, wrong, https" })
	void whoIsNotKnownDoesNotGetThrough(@Nullable String username, @Nullable String password, String scheme)
			throws IOException {
		try (FakeAgent agent = new FakeAgent(); FakeProxy proxy = FakeProxy.guarded(agent.port(), "me", "s3cret")) {
			assertThatIOException().isThrownBy(() -> send(scheme + "://agent.test", proxy, username, password))
				.withMessageStartingWith(
						"The proxy http://localhost:" + proxy.port() + " opened no connection: HTTP 407, ")
				.withMessageContaining(((username != null) ? "check" : "set") + " dd.profiling.proxy.username");

			assertThat(proxy.requests()).hasSize((username != null) ? 2 : 1);
			assertThat(agent.requests()).isEmpty();
		}
	}

	@Test
	void securedRequestGoesThroughATunnel() throws IOException {
		TestCertificate certificate = TestCertificate.shared();
		try (FakeAgent agent = FakeAgent.withTls(certificate);
				FakeProxy proxy = FakeProxy.guarded(agent.port(), "me", "s3cret")) {
			TransportSettings settings = new TransportSettings(new HttpProxy("localhost", proxy.port(), "me", "s3cret"),
					new TrustStore(certificate.pem(), null));

			HttpAnswer answer = new TcpTransport(URI.create("https://agent.test"), settings).send(post(), PLENTY);

			assertThat(answer.status()).isEqualTo(200);
			assertThat(proxy.requests()).containsExactly("CONNECT agent.test:443 407", "CONNECT agent.test:443 200");
			assertThat(agent.requests()).singleElement().satisfies((request) -> {
				assertThat(request.path()).isEqualTo("/profiling/v1/input");
				assertThat(request.headers()).doesNotContainKey("proxy-authorization");
			});
		}
	}

	@Test
	void proxyInBetweenCannotPretendToBeTheServer() throws IOException {
		TestCertificate trusted = TestCertificate.create(this.directory, "dns:other.test");
		try (FakeAgent agent = FakeAgent.withTls(trusted); FakeProxy proxy = FakeProxy.open(agent.port())) {
			TransportSettings settings = new TransportSettings(new HttpProxy("localhost", proxy.port(), null, null),
					new TrustStore(trusted.pem(), null));
			TcpTransport transport = new TcpTransport(URI.create("https://agent.test"), settings);

			assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> transport.send(post(), PLENTY));
			assertThat(agent.requests()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 403, 502, 503 })
	void tunnelThatIsRefusedIsAnError(int status) throws IOException {
		try (FakeAgent agent = new FakeAgent(); FakeProxy proxy = FakeProxy.open(agent.port())) {
			proxy.refuse(status);
			TcpTransport transport = transport("https://agent.test", proxy, "me", "s3cret");

			assertThatIOException().isThrownBy(() -> transport.send(post(), PLENTY))
				.withMessage("The proxy http://localhost:" + proxy.port() + " opened no connection: HTTP " + status);
		}
	}

	@Test
	void proxyThatIsAwayIsAnError() throws IOException {
		FakeProxy proxy = FakeProxy.open(1);
		proxy.close();
		TcpTransport transport = transport("http://agent.test", proxy, null, null);

		assertThatIOException().isThrownBy(() -> transport.send(post(), PLENTY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1", "127.1.2.3", "LOCALHOST", "agent.localhost" })
	void thisMachineIsReachedWithoutTheProxy(String host) throws IOException {
		assertThat(HttpProxy.isBypassedFor(host)).isTrue();
		assertThat(HttpProxy.isBypassedFor("::1")).isTrue();
		assertThat(HttpProxy.isBypassedFor("agent." + host + ".example")).isFalse();
	}

	@Test
	void proxyIsNotAskedForThisMachine() throws IOException {
		try (FakeAgent agent = new FakeAgent(); FakeProxy proxy = FakeProxy.open(1)) {
			assertThat(send("http://localhost:" + agent.port(), proxy, null, null).status()).isEqualTo(200);

			assertThat(proxy.requests()).isEmpty();
		}
	}

	@Test
	void passwordIsNotShown() {
		HttpProxy proxy = new HttpProxy("proxy.test", 3128, "me", "s3cret");

		assertThat(proxy).hasToString("http://proxy.test:3128");
		assertThat(new TransportSettings(proxy, null).toString()).doesNotContain("s3cret", "me,");
	}

	private static HttpAnswer send(String base, FakeProxy proxy, @Nullable String username, @Nullable String password)
			throws IOException {
		return transport(base, proxy, username, password).send(post(), PLENTY);
	}

	private static TcpTransport transport(String base, FakeProxy proxy, @Nullable String username,
			@Nullable String password) {
		return new TcpTransport(URI.create(base),
				new TransportSettings(new HttpProxy("localhost", proxy.port(), username, password), null));
	}

	private static HttpRequest post() {
		return new HttpRequest("POST", "/profiling/v1/input", Map.of(), new byte[100_000]);
	}

}
