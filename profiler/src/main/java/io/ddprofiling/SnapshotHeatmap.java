package io.ddprofiling;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.ddprofiling.encode.HeatmapPage;
import io.ddprofiling.jfr.Heatmap;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.store.StoredRecording;

/**
 * The heatmap of a snapshot, made from its recording.
 */
final class SnapshotHeatmap {

	/**
	 * The recording and what is made of it take several times as much memory.
	 */
	static final long MAX_BYTES = 16L * 1024 * 1024;

	private SnapshotHeatmap() {
	}

	static byte[] of(Snapshot snapshot, ProfileType type, SampleFilter filter) throws IOException {
		return HeatmapPage.of(Heatmap.of(read(snapshot, filter), type)).getBytes(StandardCharsets.UTF_8);
	}

	private static ByteBuffer read(Snapshot snapshot, SampleFilter filter) throws IOException {
		StoredRecording recording = snapshot.recording();
		long size = recording.size();
		if (size > MAX_BYTES) {
			throw new SnapshotTooLargeException("the recording has " + size / 1024 / 1024
					+ " MB, and a heatmap is made of up to " + MAX_BYTES / 1024 / 1024 + " MB");
		}
		if (size == 0) {
			throw new EOFException("the recording is no longer in the store");
		}
		try (InputStream in = snapshot.recording(filter)) {
			return ByteBuffer.wrap(in.readAllBytes());
		}
	}

}
