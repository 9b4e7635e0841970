package io.ddprofiling.export.datadog;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.ddprofiling.export.transport.HttpProxy;
import io.ddprofiling.export.transport.TransportSettings;
import io.ddprofiling.export.transport.TrustStore;
import io.ddprofiling.testsupport.FakeAgent;
import io.ddprofiling.testsupport.FakeProxy;
import io.ddprofiling.testsupport.RecordingAgent;
import io.ddprofiling.testsupport.TestCertificate;
import io.ddprofiling.testsupport.UnixSocketAgent;
import org.jspecify.annotations.Nullable;

/**
 * An agent and a way to it.
 */
final class UploadRoute implements AutoCloseable {

	static final String PASSWORD = "s3cret";

	private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

	private final RecordingAgent agent;

	private final URI url;

	private final TransportSettings transport;

	private UploadRoute(Way way, Path directory) throws IOException {
		boolean secure = way == Way.TLS || way == Way.TLS_THROUGH_PROXY_THAT_ASKS;
		TestCertificate certificate = secure ? TestCertificate.shared() : null;
		this.agent = open(agent(way, directory, certificate));
		HttpProxy proxy = null;
		if (way == Way.PROXY || way == Way.PROXY_THAT_ASKS || way == Way.TLS_THROUGH_PROXY_THAT_ASKS) {
			int port = ((FakeAgent) this.agent).port();
			FakeProxy between = open(
					(way == Way.PROXY) ? FakeProxy.open(port) : FakeProxy.guarded(port, "me", PASSWORD));
			proxy = new HttpProxy("127.0.0.1", between.port(), "me", PASSWORD);
			this.url = URI.create((secure ? "https" : "http") + "://agent.test");
		}
		else {
			this.url = this.agent.url();
		}
		Supplier<SSLContext> trust = (certificate != null) ? new TrustStore(certificate.pem(), null) : null;
		this.transport = new TransportSettings(proxy, trust);
	}

	static UploadRoute of(Way way, Path directory) throws IOException {
		return new UploadRoute(way, directory);
	}

	static boolean isThereIpv6() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
			return socket.isBound() && socket.getInetAddress() instanceof Inet6Address;
		}
		catch (IOException ex) {
			return false;
		}
	}

	RecordingAgent agent() {
		return this.agent;
	}

	DatadogSettings settings(PayloadConvention convention) {
		return new DatadogSettings(new AgentSettings(UploadMode.AUTO, null, this.url, null, null),
				AgentlessSettings.OFF, this.transport, convention, true);
	}

	@Override
	public void close() {
		try {
			while (!this.closeables.isEmpty()) {
				this.closeables.pop().close();
			}
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private <T extends AutoCloseable> T open(T closeable) {
		this.closeables.push(closeable);
		return closeable;
	}

	private static RecordingAgent agent(Way way, Path directory, @Nullable TestCertificate certificate)
			throws IOException {
		if (certificate != null) {
			return FakeAgent.withTls(certificate);
		}
		return switch (way) {
			case UNIX_SOCKET -> new UnixSocketAgent(directory.resolve("s"));
			case IPV6 -> new FakeAgent(new InetSocketAddress(InetAddress.getByName("::1"), 0));
			default -> new FakeAgent();
		};
	}

	/**
	 * A way to an agent.
	 */
	enum Way {

		TCP, UNIX_SOCKET, PROXY, PROXY_THAT_ASKS, TLS, TLS_THROUGH_PROXY_THAT_ASKS, IPV6

	}

}
