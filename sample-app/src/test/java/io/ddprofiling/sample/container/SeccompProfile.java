package io.ddprofiling.sample.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Debian's default seccomp profile, Docker's with newer system calls, as the OCI runtime
 * wants it for a process without capabilities.
 */
final class SeccompProfile {

	static final Path FILE = Path.of("/usr/share/containers/seccomp.json");

	private static final Map<String, String> ARCHITECTURES = Map.of("amd64", "amd64", "aarch64", "arm64");

	private final ObjectMapper mapper = new ObjectMapper();

	private final String architecture = ARCHITECTURES.get(System.getProperty("os.arch"));

	private SeccompProfile() {
	}

	static ObjectNode read() throws IOException {
		return new SeccompProfile().convert();
	}

	static boolean exists() {
		return Files.isReadable(FILE);
	}

	private ObjectNode convert() throws IOException {
		JsonNode source = this.mapper.readTree(FILE.toFile());
		ObjectNode profile = this.mapper.createObjectNode();
		copy(source, profile, "defaultAction", "defaultErrnoRet");
		ArrayNode architectures = profile.putArray("architectures");
		architectures.add(this.architecture.equals("arm64") ? "SCMP_ARCH_AARCH64" : "SCMP_ARCH_X86_64");
		ArrayNode rules = profile.putArray("syscalls");
		for (JsonNode rule : source.path("syscalls")) {
			if (applies(rule.path("includes"), rule.path("excludes"))) {
				copy(rule, rules.addObject(), "names", "action", "errnoRet", "args");
			}
		}
		return profile;
	}

	// a rule that excludes a capability is one for those who do not have it
	private boolean applies(JsonNode includes, JsonNode excludes) {
		JsonNode only = includes.path("arches");
		return includes.path("caps").isEmpty() && (only.isEmpty() || contains(only))
				&& !contains(excludes.path("arches"));
	}

	private boolean contains(JsonNode architectures) {
		return StreamSupport.stream(architectures.spliterator(), false)
			.anyMatch((name) -> name.asText().equals(this.architecture));
	}

	private static void copy(JsonNode from, ObjectNode to, String... fields) {
		for (String field : fields) {
			if (from.hasNonNull(field)) {
				to.set(field, from.get(field));
			}
		}
	}

}
