package io.ddprofiling.export.otlp;

import java.nio.charset.StandardCharsets;

import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesPartialSuccess;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PartialSuccessTests {

	@ParameterizedTest
	@CsvSource({ "3,too old", "0,\u00fcber", "300,", "0," })
	void saysWhatTheReceiverSaid(long rejected, String message) {
		String text = (message != null) ? message.repeat(50) : "";

		assertThat(PartialSuccess.parse(body(response(rejected, text)))).isEqualTo(new PartialSuccess(rejected, text));
	}

	@Test
	void emptyAnswerSaysNothing() {
		assertThat(PartialSuccess.parse("")).isEqualTo(PartialSuccess.NONE);
		assertThat(PartialSuccess.parse(body(ExportProfilesServiceResponse.getDefaultInstance())))
			.isEqualTo(PartialSuccess.NONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"partialSuccess\":{}}", "<html>OK</html>", "OK", "\n", "\n\u00ff", "\n\u0005\b",
			"\b\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff" })
	void somethingElseSaysNothing(String body) {
		assertThat(PartialSuccess.parse(body)).isEqualTo(PartialSuccess.NONE);
	}

	@Test
	void truncatedAnswerDoesNotThrow() {
		String whole = body(response(3, "too old"));

		for (int length = 0; length < whole.length(); length++) {
			assertThat(PartialSuccess.parse(whole.substring(0, length))).isNotNull();
		}
	}

	private static Message response(long rejected, String message) {
		return ExportProfilesServiceResponse.newBuilder()
			.setPartialSuccess(
					ExportProfilesPartialSuccess.newBuilder().setRejectedProfiles(rejected).setErrorMessage(message))
			.build();
	}

	private static String body(Message message) {
		return new String(message.toByteArray(), StandardCharsets.ISO_8859_1);
	}

}
