package io.ddprofiling.encode;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

import io.ddprofiling.profile.FunctionCost;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileComparison;
import io.ddprofiling.profile.ProfileComparison.Basis;
import io.ddprofiling.profile.ProfileComparison.Change;
import io.ddprofiling.profile.ProfileComparison.Side;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.SampleType;

/**
 * What changed between two profiles of one type, as JSON for programs and as Markdown for
 * issues.
 *
 * <p>
 * The JSON has the {@code type}, the name and {@code unit} of its {@code column};
 * {@code filtered}, whether some samples were left out; {@code comparedBy}, what the
 * order and all changes are computed from: {@code perRequest} if requests ended in both
 * windows, {@code perSecond} of the recorded time if not and for elapsed time, and
 * {@code value} for the live heap. {@code before} and {@code after} tell of each window
 * whose it is, from when to when, how many seconds of it were recorded and how many
 * {@code requests} ended in it, with its {@code total}. {@code shrunk} and {@code grown}
 * are functions, those with the largest {@code selfChange} first; {@code shrunkByTotal}
 * and {@code grownByTotal} are the same by {@code totalChange}. Each amount is a
 * {@code value} in the unit, a {@code share} of the window's total, 0 to 1, an average
 * {@code perSecond}, and one {@code perRequest} if both windows have requests.
 *
 * @since 0.1.0
 */
public final class ComparisonReport {

	private final Subject before;

	private final Subject after;

	private final ProfileType type;

	private final SampleFilter filter;

	private final int limit;

	private final ProfileComparison comparison;

	/**
	 * Creates a report.
	 * @param before what to compare with
	 * @param after what to compare
	 * @param type the type to report
	 * @param filter the samples that the profiles have
	 * @param limit the most entries of each list
	 */
	public ComparisonReport(Subject before, Subject after, ProfileType type, SampleFilter filter, int limit) {
		this.before = before;
		this.after = after;
		this.type = type;
		this.filter = filter;
		this.limit = limit;
		this.comparison = ProfileComparison.of(before.profile(), after.profile(), type.value(), filter);
	}

	/**
	 * Writes the report as JSON.
	 * @param out where to write to
	 * @throws IOException if the target fails
	 */
	public void writeJson(Appendable out) throws IOException {
		JsonWriter json = new JsonWriter(out);
		json.beginObject().name("type").value(this.type.id());
		json.name("column").value(column().id());
		json.name("unit").value(column().unit().id());
		json.name("filtered").value(this.filter.leavesOut());
		json.name("comparedBy").value(basisName());
		writeSide("before", this.before, this.comparison.before(), json);
		writeSide("after", this.after, this.comparison.after(), json);
		json.name("change").value(this.comparison.change());
		writeChanges("shrunk", this.comparison.shrunk(this.limit), json);
		writeChanges("grown", this.comparison.grown(this.limit), json);
		writeChanges("shrunkByTotal", this.comparison.shrunkByTotal(this.limit), json);
		writeChanges("grownByTotal", this.comparison.grownByTotal(this.limit), json);
		json.endObject();
	}

	/**
	 * Writes the report as Markdown.
	 * @param out where to write to
	 * @throws IOException if the target fails
	 */
	public void writeMarkdown(Appendable out) throws IOException {
		out.append("### ").append(ReportHead.identity(this.after.identity())).append(": ").append(this.type.id());
		out.append(", compared\n\n| | window | total | ").append(basisText()).append(" |\n|:--|:--|--:|--:|\n");
		writeSide("before", this.before, this.comparison.before(), out);
		writeSide("after", this.after, this.comparison.after(), out);
		out.append("| change | | | ").append(signed(this.comparison.change())).append(" |\n");
		writeChanges("Shrunk", this.comparison.shrunk(this.limit), out);
		writeChanges("Grown", this.comparison.grown(this.limit), out);
		if (this.filter.leavesOut()) {
			out.append("\nSome samples were left out.\n");
		}
	}

	private void writeSide(String name, Subject subject, Side side, JsonWriter json) throws IOException {
		json.name(name).beginObject();
		ReportHead.writeIdentity(subject.identity(), json);
		ReportHead.writeWindow(subject.profile(), json);
		if (side.requests() > 0) {
			json.name("requests").value(side.requests());
		}
		json.name("samples").value(subject.profile().samples(this.type));
		writeAmount("total", side.total(), side, json);
		json.endObject();
	}

	private void writeChanges(String name, List<Change> changes, JsonWriter json) throws IOException {
		json.name(name).beginArray();
		for (Change change : changes) {
			json.beginObject().name("function").value(change.function());
			json.name("selfChange").value(this.comparison.selfChange(change));
			json.name("totalChange").value(this.comparison.totalChange(change));
			writeCost("before", change.before(), this.comparison.before(), json);
			writeCost("after", change.after(), this.comparison.after(), json);
			json.endObject();
		}
		json.endArray();
	}

	private void writeCost(String name, FunctionCost cost, Side side, JsonWriter json) throws IOException {
		json.name(name).beginObject();
		writeAmount("self", cost.self(), side, json);
		writeAmount("total", cost.total(), side, json);
		json.endObject();
	}

	private void writeAmount(String name, long value, Side side, JsonWriter json) throws IOException {
		json.name(name).beginObject().name("value").value(value).name("share").value(side.share(value));
		json.name("perSecond").value(Basis.PER_SECOND.of(value, side));
		if (this.comparison.before().requests() > 0 && this.comparison.after().requests() > 0) {
			json.name("perRequest").value(Basis.PER_REQUEST.of(value, side));
		}
		json.endObject();
	}

	private void writeSide(String name, Subject subject, Side side, Appendable out) throws IOException {
		out.append("| ").append(name).append(" | ").append(ReportHead.identity(subject.identity())).append(", ");
		out.append(ReportHead.window(subject.profile()));
		out.append((side.requests() > 0) ? ", " + side.requests() + " requests" : "");
		out.append(" | ").append(AmountText.of(side.total(), column().unit())).append(" | ");
		out.append(text(side.total(), side)).append(" |\n");
	}

	private void writeChanges(String title, List<Change> changes, Appendable out) throws IOException {
		if (changes.isEmpty()) {
			return;
		}
		out.append("\n").append(title).append(", ").append(basisText());
		out.append(":\n\n| change | before | | after | | method |\n|--:|--:|--:|--:|--:|:--|\n");
		for (Change change : changes) {
			out.append("| ").append(signed(this.comparison.selfChange(change)));
			writeCells(change.before(), this.comparison.before(), out);
			writeCells(change.after(), this.comparison.after(), out);
			out.append(" | ").append(MarkdownText.code(change.function())).append(" |\n");
		}
	}

	private void writeCells(FunctionCost cost, Side side, Appendable out) throws IOException {
		out.append(" | ").append(text(cost.self(), side)).append(" | ");
		out.append(AmountText.percent(side.share(cost.self())));
	}

	private String text(long value, Side side) {
		return AmountText.of(this.comparison.basis().of(value, side), column().unit());
	}

	private String signed(double change) {
		return AmountText.signed(change, column().unit());
	}

	private String basisText() {
		return this.comparison.basis().name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	private String basisName() {
		return switch (this.comparison.basis()) {
			case VALUE -> "value";
			case PER_SECOND -> "perSecond";
			case PER_REQUEST -> "perRequest";
		};
	}

	private SampleType column() {
		return this.type.value();
	}

	/**
	 * One of the profiles.
	 *
	 * @param identity whose it is
	 * @param profile the profile
	 * @since 0.1.0
	 */
	public record Subject(Identity identity, Profile profile) {

	}

}
