package io.ddprofiling.export.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.ddprofiling.testsupport.UnixSocketAgent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class UnixSocketTransportTests extends AbstractTransportTests {

	@TempDir
	private Path directory;

	@Override
	ServerSocketChannel bind() throws IOException {
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		return server.bind(UnixDomainSocketAddress.of(this.directory.resolve("s")));
	}

	@Override
	HttpTransport transportTo(SocketAddress address) {
		return new UnixSocketTransport(((UnixDomainSocketAddress) address).getPath());
	}

	@Override
	HttpTransport transportToNobody() {
		return new UnixSocketTransport(this.directory.resolve("nobody"));
	}

	@Test
	void addressIsAUrl() {
		assertThat(new UnixSocketTransport(Path.of("/var/run/datadog/apm.socket")).address())
			.isEqualTo("unix:///var/run/datadog/apm.socket");
	}

	@Test
	void strictServerTakesTheRequest() throws IOException {
		try (UnixSocketAgent agent = new UnixSocketAgent(this.directory.resolve("agent"))) {
			HttpAnswer answer = new UnixSocketTransport(agent.socket())
				.send(new HttpRequest("POST", "/profiling/v1/input", Map.of(), new byte[100]), Duration.ofSeconds(10));

			assertThat(answer.status()).isEqualTo(200);
			assertThat(agent.uploads()).singleElement().satisfies((upload) -> assertThat(upload.body()).hasSize(100));
		}
	}

}
