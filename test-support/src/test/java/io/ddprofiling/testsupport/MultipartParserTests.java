package io.ddprofiling.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.ddprofiling.testsupport.MultipartParser.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MultipartParserTests {

	private static final String CONTENT_TYPE = "multipart/form-data; boundary=b";

	private static final String BODY = """
			--b
			Content-Disposition: form-data; name="event"; filename="event.json"
			Content-Type: application/json
			Content-Length: 2

			{}
			--b
			content-disposition: form-data; name="main"; filename="main.jfr"

			--a
			--b--""".replace("\n", "\r\n");

	@Test
	void readsRecordedExample() {
		Received request = Example.request();

		List<Part> parts = MultipartParser.parse(request.headers().get("content-type"), request.body());

		assertThat(parts).extracting(Part::name).containsExactly("event", "auto");
		assertThat(parts).extracting(Part::filename).containsExactly("event.json", "auto.pprof");
		assertThat(parts).extracting(Part::contentType).containsExactly("application/json", "application/octet-stream");
		assertThat(parts.get(1).content()).isEqualTo(Example.file("auto.pprof"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "multipart/form-data; boundary=b", "Multipart/Form-Data;boundary=\"b\"" })
	void readsBoundaryOfContentType(String contentType) {
		List<Part> parts = MultipartParser.parse(contentType, bytes(BODY + "\r\n"));

		assertThat(parts).hasSize(2);
		assertThat(parts.get(1).contentType()).isNull();
		assertThat(parts.get(1).content()).isEqualTo(bytes("--a"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "text/plain", "multipart/form-data", "multipart/mixed; boundary=b",
			"multipart/form-data; boundary=", "multipart/form-data; boundary=b; a=b" })
	void rejectsContentType(String contentType) {
		assertRejected(contentType, BODY, contentType);
	}

	@Test
	void rejectsCharactersInBoundary() {
		assertRejected("multipart/form-data; boundary=b!", BODY, "boundary 'b!' has characters");
	}

	@Test
	void rejectsMissingContentType() {
		assertRejected(null, BODY, "is not multipart/form-data");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			'--b--'                          | '--b-'                     | no 'CRLF' at byte
			'--b--'                          | '--b'                      | no 'CRLF' at byte
			'--b--'                          | ''                         | no 'CRLF--b'
			'--b--'                          | '--b--x'                   | 1 bytes after the closing boundary
			'--b~Content-Disposition'        | '~--b~Content-Disposition' | no '--b' at byte 0
			'{}~--b~'                        | '{}~--bb~'                 | no 'CRLF'
			'Content-Length: 2'              | 'Content-Length: 3'        | content length 3 of a part with 2 bytes
			'Content-Type: application/json' | 'Content-Type'             | header 'Content-Type' is malformed
			'Content-Length: 2'              | 'content-type: a/b'        | header 'content-type' repeats
			'form-data; name="event"; '      | 'form-data; '              | is not form-data with name and filename
			'; filename="main.jfr"'          | ''                         | is not form-data with name and filename
			'form-data; name="main"'         | 'attachment; name="main"'  | is not form-data with name and filename
			""")
	void rejects(String original, String replacement, String message) {
		String from = original.replace("~", "\r\n");
		assertThat(BODY).contains(from);

		assertRejected(CONTENT_TYPE, BODY.replace(from, replacement.replace("~", "\r\n")), message);
	}

	@Test
	void rejectsLineFeedWithoutCarriageReturn() {
		assertRejected(CONTENT_TYPE, BODY.replace("\r\n", "\n"), "no 'CRLF'");
	}

	@Test
	void rejectsBodyWithoutPart() {
		assertRejected(CONTENT_TYPE, "--b--", "multipart body without part");
	}

	private static void assertRejected(String contentType, String body, String message) {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> MultipartParser.parse(contentType, bytes(body)))
			.withMessageContaining(message);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

}
