package io.ddprofiling;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.ddprofiling.encode.CollapsedEncoder;
import io.ddprofiling.encode.EndpointTableEncoder;
import io.ddprofiling.encode.PprofDialect;
import io.ddprofiling.encode.PprofEncoder;
import io.ddprofiling.jfr.Heatmap;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;

/**
 * A form in which a {@link Snapshot} can be had.
 *
 * @since 0.1.0
 */
public enum SnapshotFormat {

	/**
	 * Gzipped pprof with the columns of the wanted types.
	 */
	PPROF("application/octet-stream") {

		@Override
		public byte[] encode(Snapshot snapshot, SnapshotView view) throws IOException {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			new PprofEncoder(PprofDialect.STANDARD, snapshot.identity().service())
				.encode(snapshot.profile(view.types(), view.filter()), out);
			return out.toByteArray();
		}

	},

	/**
	 * The recording itself, with all types.
	 */
	JFR("application/octet-stream") {

		@Override
		public byte[] encode(Snapshot snapshot, SnapshotView view) throws IOException {
			try (InputStream in = view.filter().leavesOut() ? snapshot.recording(view.filter())
					: snapshot.recording().open()) {
				return in.readAllBytes();
			}
		}

	},

	/**
	 * Collapsed stacks with the value of one type.
	 */
	COLLAPSED("text/plain;charset=UTF-8") {

		@Override
		public byte[] encode(Snapshot snapshot, SnapshotView view) throws IOException {
			StringBuilder out = new StringBuilder();
			CollapsedEncoder.encode(snapshot.profile(view.types(), view.filter()), view.type().value(), out);
			return out.toString().getBytes(StandardCharsets.UTF_8);
		}

	},

	/**
	 * A page to look at, which shows one type first and has all that were recorded.
	 */
	FLAMEGRAPH("text/html;charset=UTF-8") {

		@Override
		public byte[] encode(Snapshot snapshot, SnapshotView view) throws IOException {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			SnapshotPage.write(snapshot, view.baseline(), view.type(), view.filter(), out);
			return out.toByteArray();
		}

	},

	/**
	 * A table of what each endpoint cost.
	 */
	ENDPOINTS("application/json") {

		@Override
		public byte[] encode(Snapshot snapshot, SnapshotView view) throws IOException {
			StringBuilder out = new StringBuilder();
			EndpointTableEncoder.encode(snapshot.profile(view.types(), view.filter()), view.filter(), out);
			return out.toString().getBytes(StandardCharsets.UTF_8);
		}

	},

	/**
	 * The functions and endpoints that cost most, as JSON.
	 */
	TOP("application/json") {

		@Override
		public byte[] encode(Snapshot snapshot, SnapshotView view) throws IOException {
			StringBuilder out = new StringBuilder();
			SnapshotReports.top(snapshot, view).writeJson(out);
			return out.toString().getBytes(StandardCharsets.UTF_8);
		}

	},

	/**
	 * The functions and endpoints that cost most, as Markdown.
	 */
	TOP_MARKDOWN("text/markdown;charset=UTF-8") {

		@Override
		public byte[] encode(Snapshot snapshot, SnapshotView view) throws IOException {
			StringBuilder out = new StringBuilder();
			SnapshotReports.top(snapshot, view).writeMarkdown(out);
			return out.toString().getBytes(StandardCharsets.UTF_8);
		}

	},

	/**
	 * What changed since a baseline, as JSON.
	 */
	DIFF("application/json") {

		@Override
		public byte[] encode(Snapshot snapshot, SnapshotView view) throws IOException {
			StringBuilder out = new StringBuilder();
			SnapshotReports.comparison(snapshot, view).writeJson(out);
			return out.toString().getBytes(StandardCharsets.UTF_8);
		}

	},

	/**
	 * What changed since a baseline, as Markdown.
	 */
	DIFF_MARKDOWN("text/markdown;charset=UTF-8") {

		@Override
		public byte[] encode(Snapshot snapshot, SnapshotView view) throws IOException {
			StringBuilder out = new StringBuilder();
			SnapshotReports.comparison(snapshot, view).writeMarkdown(out);
			return out.toString().getBytes(StandardCharsets.UTF_8);
		}

	},

	/**
	 * A page with async-profiler's heatmap of one type. It is for saving, and not for the
	 * origin of the application.
	 */
	HEATMAP("application/octet-stream") {

		@Override
		public byte[] encode(Snapshot snapshot, SnapshotView view) throws IOException {
			return SnapshotHeatmap.of(snapshot, view.type(), view.filter());
		}

	};

	private final String contentType;

	SnapshotFormat(String contentType) {
		this.contentType = contentType;
	}

	/**
	 * The name used in URLs.
	 * @return the lower-case name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * The media type.
	 * @return the type with its character set
	 */
	public String contentType() {
		return this.contentType;
	}

	/**
	 * Whether one snapshot in this form can only show one type.
	 * @return {@code true} for a single type
	 */
	public boolean isSingleType() {
		return !EnumSet.of(PPROF, JFR, ENDPOINTS).contains(this);
	}

	/**
	 * Whether this form compares a snapshot with a baseline.
	 * @return {@code true} if it needs one
	 */
	public boolean isComparison() {
		return this == DIFF || this == DIFF_MARKDOWN;
	}

	/**
	 * Whether a snapshot in this form can be shown beside another.
	 * @return {@code true} also for those that need another
	 */
	public boolean takesBaseline() {
		return isComparison() || this == FLAMEGRAPH;
	}

	/**
	 * The types that this form can show.
	 * @return the types
	 */
	public Set<ProfileType> types() {
		return (this == HEATMAP) ? Heatmap.TYPES : EnumSet.allOf(ProfileType.class);
	}

	/**
	 * Encodes a snapshot.
	 * @param snapshot the snapshot
	 * @param types the types to show; exactly one if {@link #isSingleType()}
	 * @return the encoded snapshot
	 * @throws IOException if the store has given up the recording meanwhile
	 */
	public byte[] encode(Snapshot snapshot, Set<ProfileType> types) throws IOException {
		return encode(snapshot, SnapshotView.of(types));
	}

	/**
	 * Encodes some samples of a snapshot.
	 * @param snapshot the snapshot
	 * @param types the types to show; exactly one if {@link #isSingleType()}
	 * @param filter the samples to show; live objects belong to no request
	 * @return the encoded snapshot
	 * @throws IOException if the store has given up the recording meanwhile
	 */
	public byte[] encode(Snapshot snapshot, Set<ProfileType> types, SampleFilter filter) throws IOException {
		return encode(snapshot, SnapshotView.of(types).only(filter));
	}

	/**
	 * Encodes a view of a snapshot.
	 * @param snapshot the snapshot
	 * @param view what to show of it: exactly one type if {@link #isSingleType()}, and a
	 * baseline if {@link #isComparison()}
	 * @return the encoded snapshot
	 * @throws IOException if the store has given up the recording meanwhile
	 */
	public abstract byte[] encode(Snapshot snapshot, SnapshotView view) throws IOException;

	/**
	 * Finds a format by its {@link #id()}.
	 * @param id the name, in any case
	 * @return the format
	 * @throws IllegalArgumentException if there is no such format
	 */
	public static SnapshotFormat of(String id) {
		String wanted = id.trim().toLowerCase(Locale.ROOT);
		return Arrays.stream(values())
			.filter((format) -> format.id().equals(wanted))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Unknown format, one of " + ids()));
	}

	/**
	 * The names of all formats.
	 * @return the names, in order
	 */
	public static List<String> ids() {
		return Arrays.stream(values()).map(SnapshotFormat::id).toList();
	}

}
