package io.ddprofiling.encode;

import java.io.IOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonWriter}.
 */
class JsonWriterTests {

	private final StringBuilder out = new StringBuilder();

	private final JsonWriter json = new JsonWriter(this.out);

	@Test
	void writesNestedObjectsAndArrays() throws IOException {
		this.json.beginObject().name("a").beginArray().value(1).value(-2L).beginObject().endObject().endArray();
		this.json.name("b").beginObject().name("c").value("d").name("e").nullValue().endObject();
		this.json.name("f").value(true).name("g").value(1.5).endObject();

		assertThat(this.out).hasToString("{\"a\":[1,-2,{}],\"b\":{\"c\":\"d\",\"e\":null},\"f\":true,\"g\":1.5}");
	}

	@Test
	void writesExtremeNumbersThatParseBack() throws IOException {
		this.json.beginArray().value(Long.MIN_VALUE).value(Double.MIN_VALUE).value(1e300).value(-0.0).endArray();

		JsonNode array = new ObjectMapper().readTree(this.out.toString());
		assertThat(array.get(0).longValue()).isEqualTo(Long.MIN_VALUE);
		assertThat(array.get(1).doubleValue()).isEqualTo(Double.MIN_VALUE);
		assertThat(array.get(2).doubleValue()).isEqualTo(1e300);
		assertThat(array.get(3).doubleValue()).isEqualTo(-0.0);
	}

	@Test
	void writesNullForNumbersThatJsonDoesNotKnow() throws IOException {
		this.json.beginArray()
			.value(Double.NaN)
			.value(Double.POSITIVE_INFINITY)
			.value(Double.NEGATIVE_INFINITY)
			.endArray();

		assertThat(this.out).hasToString("[null,null,null]");
	}

	@Test
	void escapesWhatHtmlAndJavaScriptWouldRead() throws IOException {
		this.json.value("</script><!--&\u2028\u2029");

		assertThat(this.out).hasToString("\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029\"");
	}

	@Test
	void escapesQuotesBackslashesAndControlCharacters() throws IOException {
		this.json.value("\"\\\n\t\0\u001f\u007f");

		assertThat(this.out).hasToString("\"\\\"\\\\\\u000a\\u0009\\u0000\\u001f\\u007f\"");
	}

	@Test
	void escapesNames() throws IOException {
		this.json.beginObject().name("<\"").value("").endObject();

		assertThat(this.out).hasToString("{\"\\u003c\\\"\":\"\"}");
	}

	@Test
	void escapesLoneSurrogatesOnly() throws IOException {
		String emoji = "\ud83d\ude00";

		this.json.value("\ud83d" + emoji + "\ude00\ud83d");

		assertThat(this.out).hasToString("\"\\ud83d" + emoji + "\\ude00\\ud83d\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "]]>", "a\u0000b", "\udc00\ud800", "\ud83d\ude00", "ünïcode '`${x}" })
	void anyStringParsesBack(String text) throws IOException {
		this.json.value(text);

		assertThat(new ObjectMapper().readTree(this.out.toString()).textValue()).isEqualTo(text);
	}

}
