package io.ddprofiling.manual;

import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What two answers to the same request have in common, whenever they were given: the
 * members of JSON, a title or a header in the first line of other text, without numbers.
 */
final class Shape {

	private static final ObjectMapper JSON = new ObjectMapper();

	private Shape() {
	}

	static Set<String> of(String answer) {
		Set<String> shape = new TreeSet<>();
		// behind the headers, if they are shown
		String body = answer.startsWith("HTTP/") ? answer.substring(answer.indexOf("{")) : answer;
		if (body.stripLeading().startsWith("{") || body.stripLeading().startsWith("[")) {
			try {
				add(shape, "", JSON.readTree(body));
				return shape;
			}
			catch (JsonProcessingException ex) {
				throw new AssertionError("this is not JSON: " + body, ex);
			}
		}
		body.lines()
			.findFirst()
			.filter((line) -> line.matches("[0-9]+|#.*|[A-Z][A-Za-z-]+:.*"))
			.ifPresent((line) -> shape.add(line.strip().replaceAll("[0-9.]+", "#")));
		return shape;
	}

	private static void add(Set<String> shape, String path, JsonNode node) {
		if (node.isArray()) {
			node.forEach((element) -> add(shape, path + "[]", element));
		}
		else if (node.isObject()) {
			node.fields().forEachRemaining((field) -> add(shape, path + "." + field.getKey(), field.getValue()));
		}
		else {
			shape.add(path);
		}
	}

}
