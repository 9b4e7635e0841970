package io.ddprofiling.export.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ddprofiling.testsupport.ClosedPort;
import io.ddprofiling.testsupport.FakeAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TcpTransportTests extends AbstractTransportTests {

	private static final Duration PLENTY = Duration.ofSeconds(10);

	private final ClosedPort closed = new ClosedPort();

	@TempDir
	private Path directory;

	@Override
	ServerSocketChannel bind() throws IOException {
		return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	@Override
	HttpTransport transportTo(SocketAddress address) {
		return new TcpTransport(URI.create("http://127.0.0.1:" + ((InetSocketAddress) address).getPort()));
	}

	@Override
	HttpTransport transportToNobody() throws IOException {
		return new TcpTransport(URI.create("http://127.0.0.1:" + this.closed.port()));
	}

	@AfterEach
	void leaveClosedPort() {
		this.closed.close();
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8126, http://localhost:8126", "http://localhost:8126/, http://localhost:8126",
			"https://intake.example, https://intake.example", "http://user:secret@host:1/a/b/?key=2, http://host:1/a/b",
			"http://a%40b@host, http://host", "http://[::1]:8126, http://[::1]:8126",
			"http://datadog_agent:8126, http://datadog_agent:8126" })
	void addressTellsServerAndPathButNoSecrets(String url, String address) {
		assertThat(new TcpTransport(URI.create(url)).address()).isEqualTo(address);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http:///path", "http:opaque" })
	void urlWithoutHostIsRefused(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TcpTransport(URI.create(url)));
	}

	@Test
	void closedPortIsRefused() throws IOException {
		HttpTransport nobody = transportToNobody();

		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> nobody.send(HttpRequest.get("/info"), PLENTY));
	}

	@Test
	void unknownHostIsAnError() {
		HttpTransport nobody = new TcpTransport(URI.create("http://no_such_host.invalid:8126"));

		assertThatIOException().isThrownBy(() -> nobody.send(HttpRequest.get("/info"), PLENTY));
	}

	@Test
	void basePathComesBeforeThePath() throws IOException {
		try (FakeAgent agent = new FakeAgent()) {
			new TcpTransport(URI.create(agent.url() + "/prefix/")).send(HttpRequest.get("/info?a=b"), PLENTY);

			assertThat(agent.requests()).singleElement()
				.satisfies((request) -> assertThat(request.path()).isEqualTo("/prefix/info?a=b"));
		}
	}

	@Test
	void addressOfTheSixthVersionWorks() throws IOException {
		InetAddress loopback = InetAddress.getByName("::1");
		Assumptions.assumeTrue(loopback instanceof Inet6Address && bindable(loopback), "no IPv6 on this machine");
		try (FakeAgent agent = new FakeAgent(new InetSocketAddress(loopback, 0))) {
			HttpAnswer answer = new TcpTransport(URI.create("http://[::1]:" + agent.port()))
				.send(HttpRequest.get("/info"), PLENTY);

			assertThat(answer.status()).isEqualTo(200);
			assertThat(agent.requests().get(0).headers()).containsEntry("host", "[::1]:" + agent.port());
		}
	}

	@Test
	void certificateIsHeldToTrustAndName() throws Exception {
		SSLContext before = SSLContext.getDefault();
		SSLContext own = contextOf(keyStoreFor("dns:localhost"));
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(own));
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(202, -1);
			exchange.close();
		});
		server.start();
		try {
			HttpTransport byName = new TcpTransport(URI.create("https://localhost:" + server.getAddress().getPort()));
			HttpTransport byNumber = new TcpTransport(URI.create("https://127.0.0.1:" + server.getAddress().getPort()));
			assertThatExceptionOfType(SSLHandshakeException.class).as("not trusted")
				.isThrownBy(() -> byName.send(HttpRequest.get("/"), PLENTY));
			SSLContext.setDefault(own);
			assertThat(byName.send(HttpRequest.get("/"), PLENTY).status()).isEqualTo(202);
			assertThatExceptionOfType(SSLHandshakeException.class).as("not the host's")
				.isThrownBy(() -> byNumber.send(HttpRequest.get("/"), PLENTY));
		}
		finally {
			SSLContext.setDefault(before);
			server.stop(0);
		}
	}

	private static boolean bindable(InetAddress address) {
		try (ServerSocket socket = new ServerSocket(0, 1, address)) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private KeyStore keyStoreFor(String name) throws Exception {
		Path file = this.directory.resolve("server.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=server", "-ext", "san=" + name,
				"-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", "changeit")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			keys.load(in, "changeit".toCharArray());
		}
		return keys;
	}

	private static SSLContext contextOf(KeyStore keys) throws Exception {
		KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		own.init(keys, "changeit".toCharArray());
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("server", keys.getCertificate("server"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

}
