package io.ddprofiling.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that nobody trusts who is not told to.
 */
public final class TestCertificate {

	/**
	 * The password of the stores.
	 */
	public static final String PASSWORD = "changeit";

	private static final String ALIAS = "server";

	private final Path directory;

	private final KeyStore keys;

	private TestCertificate(Path directory, KeyStore keys) {
		this.directory = directory;
		this.keys = keys;
	}

	/**
	 * Return a certificate that is made once for all tests of a JVM.
	 * @return a certificate for {@code agent.test}, for this machine and for Datadog's
	 * intakes
	 */
	public static TestCertificate shared() {
		return Shared.INSTANCE;
	}

	/**
	 * Make a certificate.
	 * @param directory a directory for its files
	 * @param names what it is for, as in {@code dns:localhost} or {@code ip:127.0.0.1}
	 * @return the certificate
	 */
	public static TestCertificate create(Path directory, String... names) {
		Path file = directory.resolve("server.p12");
		String san = Arrays.stream(names).collect(Collectors.joining(","));
		try {
			Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=server", "-ext", "san=" + san,
					"-keystore", file.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD)
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			Check.that(keytool.waitFor(60, TimeUnit.SECONDS) && keytool.exitValue() == 0, "keytool failed");
			KeyStore keys = KeyStore.getInstance("PKCS12");
			try (InputStream in = Files.newInputStream(file)) {
				keys.load(in, PASSWORD.toCharArray());
			}
			return new TestCertificate(directory, keys);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what a server shows the certificate with.
	 * @return the context
	 */
	public SSLContext serverContext() {
		try {
			KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			own.init(this.keys, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(own.getKeyManagers(), null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Write the certificate as PEM.
	 * @return the file
	 */
	public Path pem() {
		try {
			String content = Base64.getMimeEncoder().encodeToString(this.keys.getCertificate(ALIAS).getEncoded());
			return Files.writeString(this.directory.resolve("ca.pem"), "# the only one to trust\n"
					+ "-----BEGIN CERTIFICATE-----\n" + content + "\n-----END CERTIFICATE-----\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Write the certificate as a store, with {@link #PASSWORD}.
	 * @param type {@code PKCS12} or {@code JKS}
	 * @return the file
	 */
	public Path trustStore(String type) {
		Path file = this.directory.resolve("trust." + type);
		try (OutputStream out = Files.newOutputStream(file)) {
			KeyStore trusted = KeyStore.getInstance(type);
			trusted.load(null, null);
			trusted.setCertificateEntry(ALIAS, this.keys.getCertificate(ALIAS));
			trusted.store(out, PASSWORD.toCharArray());
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The certificate of all tests, made when the first asks for it.
	 */
	private static final class Shared {

		private static final TestCertificate INSTANCE = create();

		private static TestCertificate create() {
			try {
				Path directory = Files.createTempDirectory("test-certificate");
				Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
				return TestCertificate.create(directory, "dns:localhost", "ip:127.0.0.1", "dns:agent.test",
						"dns:intake.profile.datadoghq.com", "dns:intake.profile.datadoghq.eu",
						"dns:intake.profile.us5.datadoghq.com");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static void delete(Path directory) {
			try (Stream<Path> files = Files.list(directory)) {
				for (Path file : files.toList()) {
					Files.delete(file);
				}
				Files.delete(directory);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
