package io.ddprofiling.encode;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;

import io.ddprofiling.profile.Endpoint;
import io.ddprofiling.profile.EndpointCosts;
import io.ddprofiling.profile.FunctionCost;
import io.ddprofiling.profile.FunctionCosts;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.SampleType;

/**
 * The functions and endpoints that cost most in a profile of one type, as JSON for
 * programs and as Markdown for issues.
 *
 * <p>
 * The JSON has {@code service}, {@code env} and {@code version}; {@code window} as in
 * {@link EndpointTableEncoder}; the {@code type}, the name and {@code unit} of its
 * {@code column}, the {@code total} of the column and the number of {@code samples}
 * behind it; {@code filtered}, whether some samples were left out; {@code topBySelf} and
 * {@code topByTotal}, functions with {@code self} and {@code total} in the unit and as
 * shares of the total, 0 to 1; and {@code endpoints} with {@code value} and
 * {@code share}.
 *
 * @since 0.1.0
 */
public final class TopReport {

	private final Identity identity;

	private final Profile profile;

	private final ProfileType type;

	private final SampleFilter filter;

	private final int limit;

	private final FunctionCosts functions;

	private final EndpointCosts endpoints;

	private final long total;

	/**
	 * Creates a report.
	 * @param identity whose profile it is
	 * @param profile the profile
	 * @param type the type to report
	 * @param filter the samples that the profile has
	 * @param limit the most entries of each list
	 */
	public TopReport(Identity identity, Profile profile, ProfileType type, SampleFilter filter, int limit) {
		this.identity = identity;
		this.profile = profile;
		this.type = type;
		this.filter = filter;
		this.limit = limit;
		this.functions = FunctionCosts.of(profile, column());
		this.endpoints = EndpointCosts.of(profile);
		this.total = profile.total(column());
	}

	/**
	 * Writes the report as JSON.
	 * @param out where to write to
	 * @throws IOException if the target fails
	 */
	public void writeJson(Appendable out) throws IOException {
		JsonWriter json = new JsonWriter(out);
		json.beginObject();
		ReportHead.writeIdentity(this.identity, json);
		json.name("window").beginObject();
		ReportHead.writeWindow(this.profile, json);
		json.endObject();
		json.name("type").value(this.type.id());
		json.name("column").value(column().id());
		json.name("unit").value(column().unit().id());
		json.name("total").value(this.total);
		json.name("samples").value(this.profile.samples(this.type));
		json.name("filtered").value(this.filter.leavesOut());
		writeFunctions("topBySelf", this.functions.topBySelf(this.limit), json);
		writeFunctions("topByTotal", this.functions.topByTotal(this.limit), json);
		writeEndpoints(json);
		json.endObject();
	}

	/**
	 * Writes the report as Markdown.
	 * @param out where to write to
	 * @throws IOException if the target fails
	 */
	public void writeMarkdown(Appendable out) throws IOException {
		out.append("### ").append(ReportHead.identity(this.identity)).append(": ").append(this.type.id());
		out.append("\n\n").append(ReportHead.window(this.profile)).append(". Total **").append(text(this.total));
		out.append("** of ").append(Long.toString(this.profile.samples(this.type))).append(" samples");
		out.append(this.filter.leavesOut() ? ", others were left out.\n" : ".\n");
		out.append("\n| self | | total | | method |\n|--:|--:|--:|--:|:--|\n");
		for (FunctionCost cost : this.functions.topBySelf(this.limit)) {
			writeRow(cost, out);
		}
		out.append("\nBy total, with all that is called:\n\n| total | | self | | method |\n|--:|--:|--:|--:|:--|\n");
		for (FunctionCost cost : this.functions.topByTotal(this.limit)) {
			out.append(cells(cost.total())).append(cells(cost.self())).append(cell(cost.function()));
		}
		List<Endpoint> costly = costlyEndpoints();
		if (!costly.isEmpty()) {
			out.append("\n| ").append(this.type.id()).append(" | | endpoint |\n|--:|--:|:--|\n");
			for (Endpoint endpoint : costly) {
				out.append(cells(this.endpoints.value(endpoint, column()))).append(cell(endpoint.name()));
			}
		}
	}

	private void writeRow(FunctionCost cost, Appendable out) throws IOException {
		out.append(cells(cost.self())).append(cells(cost.total())).append(cell(cost.function()));
	}

	private void writeFunctions(String name, List<FunctionCost> costs, JsonWriter json) throws IOException {
		json.name(name).beginArray();
		for (FunctionCost cost : costs) {
			json.beginObject().name("function").value(cost.function());
			json.name("self").value(cost.self()).name("selfShare").value(share(cost.self()));
			json.name("total").value(cost.total()).name("totalShare").value(share(cost.total()));
			json.endObject();
		}
		json.endArray();
	}

	private void writeEndpoints(JsonWriter json) throws IOException {
		json.name("endpoints").beginArray();
		for (Endpoint endpoint : costlyEndpoints()) {
			long value = this.endpoints.value(endpoint, column());
			json.beginObject().name("name").value(endpoint.name());
			json.name("kind").value(endpoint.web() ? "web" : "task");
			json.name("value").value(value).name("share").value(share(value)).endObject();
		}
		json.endArray();
	}

	private List<Endpoint> costlyEndpoints() {
		return this.endpoints.endpoints()
			.stream()
			.filter((endpoint) -> this.endpoints.value(endpoint, column()) != 0)
			.sorted(Comparator.comparingLong((Endpoint endpoint) -> this.endpoints.value(endpoint, column()))
				.reversed()
				.thenComparing(Endpoint::name)
				.thenComparing(Endpoint::web))
			.limit(this.limit)
			.toList();
	}

	private SampleType column() {
		return this.type.value();
	}

	private double share(long value) {
		return (this.total != 0) ? value / (double) this.total : 0;
	}

	private String text(long value) {
		return AmountText.of(value, column().unit());
	}

	private String cells(long value) {
		return "| " + text(value) + " | " + AmountText.percent(share(value)) + " ";
	}

	private static String cell(String name) {
		return "| " + MarkdownText.code(name) + " |\n";
	}

}
