package io.ddprofiling.export.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import javax.net.ssl.SSLHandshakeException;

import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TrustStoreTests {

	private static final Duration PLENTY = Duration.ofSeconds(10);

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "PEM", "PKCS12", "JKS" })
	void serverIsTrusted(String type) throws IOException {
		TestCertificate certificate = TestCertificate.shared();
		boolean pem = type.equals("PEM");
		TrustStore trust = new TrustStore(pem ? certificate.pem() : certificate.trustStore(type),
				pem ? null : TestCertificate.PASSWORD);
		try (FakeAgent agent = FakeAgent.withTls(certificate)) {
			assertThat(transport(agent, trust).send(HttpRequest.get("/info"), PLENTY).status()).isEqualTo(200);
		}
	}

	@Test
	void othersAreNotTrusted() throws IOException {
		TestCertificate certificate = TestCertificate.shared();
		TestCertificate other = TestCertificate.create(Files.createDirectory(this.directory.resolve("other")),
				"ip:127.0.0.1");
		try (FakeAgent agent = FakeAgent.withTls(certificate)) {
			TcpTransport transport = transport(agent, new TrustStore(other.pem(), null));

			assertThatExceptionOfType(SSLHandshakeException.class)
				.isThrownBy(() -> transport.send(HttpRequest.get("/info"), PLENTY));
		}
	}

	@Test
	void storeThatComesLaterIsUsed() throws IOException {
		TestCertificate certificate = TestCertificate.shared();
		Path file = this.directory.resolve("late.pem");
		try (FakeAgent agent = FakeAgent.withTls(certificate)) {
			TcpTransport transport = transport(agent, new TrustStore(file, null));
			assertThatIOException().isThrownBy(() -> transport.send(HttpRequest.get("/info"), PLENTY))
				.withMessageContaining("TLS is not set up: the trust store " + file + " cannot be read");

			Files.copy(certificate.pem(), file);

			assertThat(transport.send(HttpRequest.get("/info"), PLENTY).status()).isEqualTo(200);
		}
	}

	@Test
	void wrongPasswordIsToldButNotShown() {
		TestCertificate certificate = TestCertificate.shared();
		TrustStore trust = new TrustStore(certificate.trustStore("PKCS12"), "s3cret");

		assertThatIllegalStateException().isThrownBy(trust::get)
			.withMessageContaining("check its password")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3cret"));
		assertThat(trust.toString()).doesNotContain("s3cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "nonsense", "-----BEGIN PRIVATE KEY-----", "-----BEGIN CERTIFICATE-----\nnonsense" })
	void whatIsNoStoreIsToldSo(String content) throws IOException {
		Path file = Files.writeString(this.directory.resolve("store"), content);

		assertThatIllegalStateException().isThrownBy(new TrustStore(file, null)::get)
			.withMessageContaining("the trust store " + file);
	}

	private static TcpTransport transport(FakeAgent agent, TrustStore trust) {
		return new TcpTransport(agent.url(), new TransportSettings(null, trust));
	}

}
