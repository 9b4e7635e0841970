package io.ddprofiling.sample.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/**
 * Reads manifests as the API server would with {@code fieldValidation=Strict}: what the
 * model does not have is an error.
 */
public final class Manifests {

	/**
	 * The directory of the manifests.
	 */
	public static final Path DIRECTORY = Path.of("..", "src", "kubernetes").toAbsolutePath().normalize();

	private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of("v1/Namespace", Namespace.class,
			"v1/Service", Service.class, "v1/ServiceAccount", ServiceAccount.class, "apps/v1/Deployment",
			Deployment.class);

	private static final JsonMapper MAPPER = JsonMapper.builder(new YAMLFactory())
		.annotationIntrospector(new KnownFieldsOnly())
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private Manifests() {
	}

	/**
	 * Read manifests, failing with an {@link AssertionError}.
	 * @param yaml documents of known kinds
	 * @return the resources
	 */
	public static List<HasMetadata> parse(String yaml) {
		List<HasMetadata> resources = new ArrayList<>();
		for (JsonNode document : documents(yaml)) {
			String kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
			if (!KINDS.containsKey(kind)) {
				throw new AssertionError("No model of " + kind);
			}
			try {
				resources.add(MAPPER.treeToValue(document, KINDS.get(kind)));
			}
			catch (JsonProcessingException ex) {
				throw new AssertionError(kind + ": " + ex.getMessage(), ex);
			}
		}
		return resources;
	}

	/**
	 * Return the only deployment.
	 * @param resources the resources it is among
	 * @return the deployment
	 */
	public static Deployment deployment(List<HasMetadata> resources) {
		return resources.stream()
			.filter(Deployment.class::isInstance)
			.map(Deployment.class::cast)
			.reduce((first, second) -> {
				throw new AssertionError("There are two deployments");
			})
			.orElseThrow(() -> new AssertionError("There is no deployment"));
	}

	/**
	 * Read documents of any kind, failing with an {@link AssertionError}.
	 * @param yaml the documents
	 * @return their content
	 */
	static List<JsonNode> documents(String yaml) {
		try (MappingIterator<JsonNode> documents = MAPPER.readerFor(JsonNode.class).readValues(yaml)) {
			return documents.readAll();
		}
		catch (IOException ex) {
			throw new AssertionError(ex.getMessage(), ex);
		}
	}

	/**
	 * Read a file.
	 * @param file the file
	 * @return its text
	 */
	public static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<Path> list(String directory) {
		try (Stream<Path> children = Files.list(DIRECTORY.resolve(directory))) {
			return children.sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// the model would take unknown fields as additional properties
	private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {

		private static final long serialVersionUID = 1;

		@Override
		public Boolean hasAnySetter(Annotated annotated) {
			return Boolean.FALSE;
		}

	}

}
