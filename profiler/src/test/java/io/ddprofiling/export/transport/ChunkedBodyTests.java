package io.ddprofiling.export.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkedBodyTests {

	@ParameterizedTest
	@CsvSource({ "5|hello|0||,hello", "5|hello|6| world|0||,hello world", "A;x=y|0123456789|0|X: y||,0123456789",
			"0||,''", "5|hel,hel", "5|hello|,hello", "zz|hello|,''", "-1|hello|,''", ",''" })
	void chunksAreJoined(String body, String expected) throws IOException {
		assertThat(read(body, 100)).isEqualTo(expected);
	}

	@Test
	void noMoreIsReadThanIsWanted() throws IOException {
		assertThat(read("5|hello|6| world|0||", 7)).isEqualTo("hello w");
		assertThat(read("5|hello|6| world|0||", 5)).isEqualTo("hello");
	}

	private static String read(String body, int limit) throws IOException {
		String lines = (body != null) ? body.replace("|", "\r\n") : "";
		return new String(ChunkedBody.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), limit),
				StandardCharsets.UTF_8);
	}

}
