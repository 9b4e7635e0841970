package io.ddprofiling;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.ddprofiling.encode.CollapsedEncoder;
import io.ddprofiling.encode.EndpointTableEncoder;
import io.ddprofiling.encode.PprofDialect;
import io.ddprofiling.encode.PprofEncoder;
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
		public byte[] encode(Snapshot snapshot, Set<ProfileType> types, SampleFilter filter) throws IOException {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			new PprofEncoder(PprofDialect.STANDARD, snapshot.identity().service())
				.encode(snapshot.profile(types, filter), out);
			return out.toByteArray();
		}

	},

	/**
	 * The recording itself, with all types.
	 */
	JFR("application/octet-stream") {

		@Override
		public byte[] encode(Snapshot snapshot, Set<ProfileType> types, SampleFilter filter) throws IOException {
			try (InputStream in = filter.leavesOut() ? snapshot.recording(filter) : snapshot.recording().open()) {
				return in.readAllBytes();
			}
		}

	},

	/**
	 * Collapsed stacks with the value of one type.
	 */
	COLLAPSED("text/plain;charset=UTF-8") {

		@Override
		public byte[] encode(Snapshot snapshot, Set<ProfileType> types, SampleFilter filter) throws IOException {
			StringBuilder out = new StringBuilder();
			CollapsedEncoder.encode(snapshot.profile(types, filter), only(types).value(), out);
			return out.toString().getBytes(StandardCharsets.UTF_8);
		}

	},

	/**
	 * A page to look at, which shows one type first and has all that were recorded.
	 */
	FLAMEGRAPH("text/html;charset=UTF-8") {

		@Override
		public byte[] encode(Snapshot snapshot, Set<ProfileType> types, SampleFilter filter) throws IOException {
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			SnapshotPage.write(snapshot, only(types), filter, out);
			return out.toByteArray();
		}

	},

	/**
	 * A table of what each endpoint cost.
	 */
	ENDPOINTS("application/json") {

		@Override
		public byte[] encode(Snapshot snapshot, Set<ProfileType> types, SampleFilter filter) throws IOException {
			StringBuilder out = new StringBuilder();
			EndpointTableEncoder.encode(snapshot.profile(types, filter), filter, out);
			return out.toString().getBytes(StandardCharsets.UTF_8);
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
		return name().toLowerCase(Locale.ROOT);
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
		return this == COLLAPSED || this == FLAMEGRAPH;
	}

	/**
	 * Encodes a snapshot.
	 * @param snapshot the snapshot
	 * @param types the types to show; exactly one if {@link #isSingleType()}
	 * @return the encoded snapshot
	 * @throws IOException if the store has given up the recording meanwhile
	 */
	public byte[] encode(Snapshot snapshot, Set<ProfileType> types) throws IOException {
		return encode(snapshot, types, SampleFilter.ALL);
	}

	/**
	 * Encodes some samples of a snapshot.
	 * @param snapshot the snapshot
	 * @param types the types to show; exactly one if {@link #isSingleType()}
	 * @param filter the samples to show; live objects belong to no request
	 * @return the encoded snapshot
	 * @throws IOException if the store has given up the recording meanwhile
	 */
	public abstract byte[] encode(Snapshot snapshot, Set<ProfileType> types, SampleFilter filter) throws IOException;

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

	private static ProfileType only(Set<ProfileType> types) {
		if (types.size() != 1) {
			throw new IllegalArgumentException("'types' must hold exactly one type: " + types);
		}
		return types.iterator().next();
	}

}
