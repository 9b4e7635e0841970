package io.ddprofiling.encode;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;

import io.ddprofiling.encode.FlameGraphPage.Content;
import io.ddprofiling.encode.FlameGraphPage.Part;
import io.ddprofiling.encode.PageGroups.Detail;
import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Timeline;

/**
 * The JSON a {@link FlameGraphPage} is drawn from: a call tree, and for each profile and
 * type the values by node, thread, endpoint and time.
 */
final class PageData {

	/**
	 * More than a browser can usefully show; the smallest are folded into their parents.
	 */
	static final int MAX_NODES = 200_000;

	/**
	 * How many values a profile may have. Beyond, they are not told apart by time, then
	 * not by thread and endpoint.
	 */
	static final int MAX_GROUPS = 400_000;

	private final Content content;

	private final List<Part> parts;

	private final List<ProfileType> types;

	private final JsonWriter json;

	private final int maxGroups;

	private PageData(Content content, int maxGroups, JsonWriter json) {
		this.content = content;
		this.parts = content.parts();
		this.types = content.types()
			.stream()
			.filter((type) -> this.parts.stream().anyMatch((part) -> has(part, type)))
			.toList();
		this.maxGroups = maxGroups;
		this.json = json;
	}

	static void write(Content content, JsonWriter json) throws IOException {
		write(content, MAX_NODES, MAX_GROUPS, json);
	}

	static void write(Content content, int maxNodes, int maxGroups, JsonWriter json) throws IOException {
		new PageData(content, maxGroups, json).write(maxNodes);
	}

	private static boolean has(Part part, ProfileType type) {
		return part.profile().sampleTypes().contains(type.value());
	}

	private void write(int maxNodes) throws IOException {
		PageTree tree = PageTree.of(this.parts.stream().map(Part::profile).toList(), this.types, this.content.shown(),
				maxNodes);
		this.json.beginObject().name("title").value(this.content.title());
		this.json.name("shown").value(this.content.shown().id());
		writeTypes();
		writeTree(tree.tree());
		this.json.name("profiles").beginArray();
		for (Part part : this.parts) {
			writePart(part, tree.nodes(part.profile()));
		}
		this.json.endArray().endObject();
	}

	private void writeTypes() throws IOException {
		this.json.name("types").beginArray();
		for (ProfileType type : this.types) {
			this.json.beginObject().name("id").value(type.id());
			this.json.name("column").value(type.value().id());
			this.json.name("unit").value(type.value().unit().id()).endObject();
		}
		this.json.endArray();
	}

	private void writeTree(CallTree tree) throws IOException {
		this.json.name("folded").value(tree.folded());
		this.json.name("names").beginArray();
		for (int id = 0; id < tree.nameCount(); id++) {
			this.json.value(tree.name(id));
		}
		this.json.endArray();
		numbers("nameIds", tree.size(), tree::nameId);
		numbers("depths", tree.size(), tree::depth);
	}

	private void writePart(Part part, int[] nodes) throws IOException {
		Profile profile = part.profile();
		PageContexts contexts = new PageContexts(profile);
		this.json.beginObject().name("name").value(part.name());
		this.json.name("start").value(profile.window().start().toEpochMilli());
		this.json.name("end").value(profile.window().end().toEpochMilli());
		// exactly, for links
		this.json.name("from").value(profile.window().start().toString());
		this.json.name("to").value(profile.window().end().toString());
		this.json.name("seconds").value(profile.recorded().toNanos() / 1e9);
		writeFacts(part.facts());
		this.json.name("requests").beginArray();
		for (Map.Entry<Endpoint, Long> entry : profile.requests().entrySet()) {
			this.json.value(contexts.endpoint(entry.getKey().name())).value(entry.getValue());
		}
		this.json.endArray();
		Detail detail = Detail.ALL;
		Map<ProfileType, PageGroups> groups = groups(profile, nodes, contexts, detail);
		while (detail != Detail.NONE && count(groups) > this.maxGroups) {
			detail = Detail.values()[detail.ordinal() + 1];
			groups = groups(profile, nodes, contexts, detail);
		}
		Timeline timeline = (detail == Detail.ALL) ? profile.timeline() : null;
		this.json.name("slots").value((timeline != null) ? timeline.slots() : 0);
		this.json.name("slotMillis").value((timeline != null) ? timeline.slot().toMillis() : 0);
		this.json.name("detail").value(detail.ordinal());
		writeContexts(contexts);
		this.json.name("samples").beginObject();
		for (Map.Entry<ProfileType, PageGroups> entry : groups.entrySet()) {
			writeGroups(entry.getKey(), entry.getValue());
		}
		this.json.endObject().endObject();
	}

	private Map<ProfileType, PageGroups> groups(Profile profile, int[] nodes, PageContexts contexts, Detail detail) {
		Map<ProfileType, PageGroups> groups = new EnumMap<>(ProfileType.class);
		for (ProfileType type : this.types) {
			groups.put(type, PageGroups.of(profile, type, nodes, contexts, detail));
		}
		return groups;
	}

	private static int count(Map<ProfileType, PageGroups> groups) {
		return groups.values().stream().mapToInt(PageGroups::size).sum();
	}

	private void writeFacts(Map<String, String> facts) throws IOException {
		// pairs, because JavaScript would reorder the members of an object
		this.json.name("facts").beginArray();
		for (Map.Entry<String, String> fact : facts.entrySet()) {
			this.json.beginArray().value(fact.getKey()).value(fact.getValue()).endArray();
		}
		this.json.endArray();
	}

	private void writeContexts(PageContexts contexts) throws IOException {
		texts("threads", contexts.threads());
		texts("endpoints", contexts.endpoints());
		numbers("contextThreads", contexts.size(), contexts::thread);
		numbers("contextEndpoints", contexts.size(), contexts::endpoint);
	}

	private void writeGroups(ProfileType type, PageGroups groups) throws IOException {
		long unit = groups.unit();
		this.json.name(type.id()).beginObject().name("unit").value(unit);
		numbers("nodeSteps", groups.size(), (i) -> groups.node(i) - ((i > 0) ? groups.node(i - 1) : 0));
		numbers("contexts", groups.size(), groups::context);
		numbers("slots", groups.size(), groups::slot);
		numbers("values", groups.size(), (i) -> groups.value(i) / unit);
		this.json.endObject();
	}

	private void texts(String name, List<String> texts) throws IOException {
		this.json.name(name).beginArray();
		for (String text : texts) {
			this.json.value(text);
		}
		this.json.endArray();
	}

	private void numbers(String name, int size, IntToLongFunction number) throws IOException {
		this.json.name(name).beginArray();
		for (int i = 0; i < size; i++) {
			this.json.value(number.applyAsLong(i));
		}
		this.json.endArray();
	}

}
