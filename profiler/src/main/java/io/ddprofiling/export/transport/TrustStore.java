package io.ddprofiling.export.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Objects;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * Whom to trust, read from a file of certificates as PEM, or from a PKCS12 or JKS store.
 * The file is read for each connection, so that it may change; nobody but the authorities
 * in it is trusted.
 *
 * @since 0.1.0
 */
public final class TrustStore implements Supplier<SSLContext> {

	private static final String PEM = "-----BEGIN";

	private final Path file;

	private final @Nullable String password;

	/**
	 * Creates a trust store.
	 * @param file the file
	 * @param password the store's password, or {@code null} if it has none
	 */
	public TrustStore(Path file, @Nullable String password) {
		this.file = file;
		this.password = password;
	}

	/**
	 * Reads the file.
	 * @throws IllegalStateException if it cannot be used; the message says why
	 */
	@Override
	public SSLContext get() {
		try {
			KeyStore store = read(Files.readAllBytes(this.file));
			if (store.size() == 0) {
				throw new IllegalStateException("the trust store " + this.file + " holds no certificate");
			}
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(
					"the trust store " + this.file + " cannot be read as PEM, PKCS12 or JKS, check its password: " + ex,
					ex);
		}
	}

	private KeyStore read(byte[] content) throws IOException, GeneralSecurityException {
		return new String(content, StandardCharsets.ISO_8859_1).contains(PEM) ? certificates(content) : store(content);
	}

	// the JDK tells PKCS12 and JKS apart by itself
	private KeyStore store(byte[] content) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(new ByteArrayInputStream(content), (this.password != null) ? this.password.toCharArray() : null);
		return store;
	}

	private static KeyStore certificates(byte[] content) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(content));
		for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
			store.setCertificateEntry("certificate-" + store.size(), certificate);
		}
		return store;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TrustStore that && this.file.equals(that.file)
				&& Objects.equals(this.password, that.password);
	}

	@Override
	public int hashCode() {
		return this.file.hashCode();
	}

	@Override
	public String toString() {
		return this.file.toString();
	}

}
