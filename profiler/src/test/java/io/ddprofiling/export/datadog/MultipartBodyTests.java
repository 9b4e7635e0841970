package io.ddprofiling.export.datadog;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.ddprofiling.testsupport.MultipartParser;
import io.ddprofiling.testsupport.MultipartParser.Part;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MultipartBodyTests {

	@Test
	void partsAreReadBackAsTheyWere() {
		byte[] binary = new byte[256];
		for (int i = 0; i < binary.length; i++) {
			binary[i] = (byte) i;
		}
		MultipartBody body = new MultipartBody().part("event", "event.json", "application/json", bytes("{}"))
			.part("auto", "auto.pprof", "application/octet-stream", binary)
			.part("empty", "empty.txt", "text/plain", new byte[0])
			.part("lines", "lines.txt", "text/plain", bytes("\r\n--\r\n"));

		List<Part> parts = MultipartParser.parse(body.contentType(), body.finish());

		assertThat(parts).extracting(Part::name).containsExactly("event", "auto", "empty", "lines");
		assertThat(parts).extracting(Part::filename)
			.containsExactly("event.json", "auto.pprof", "empty.txt", "lines.txt");
		assertThat(parts).extracting(Part::contentType)
			.containsExactly("application/json", "application/octet-stream", "text/plain", "text/plain");
		assertThat(parts.get(0).content()).isEqualTo(bytes("{}"));
		assertThat(parts.get(1).content()).isEqualTo(binary);
		assertThat(parts.get(2).content()).isEmpty();
		assertThat(parts.get(3).content()).isEqualTo(bytes("\r\n--\r\n"));
	}

	@Test
	void boundaryIsNewForEachBody() {
		assertThat(new MultipartBody().contentType()).isNotEqualTo(new MultipartBody().contentType());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
