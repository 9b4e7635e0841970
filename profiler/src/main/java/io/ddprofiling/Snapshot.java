package io.ddprofiling;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;

/**
 * A window of what was recorded, to be read in one form or another. Taking one neither
 * disturbs the recording nor the upload. Valid while the store keeps its chunks.
 *
 * @since 0.1.0
 */
public final class Snapshot {

	private final Identity identity;

	private final TimeWindow window;

	private final List<Chunk> chunks;

	private final ProfileReader reader;

	Snapshot(Identity identity, TimeWindow window, List<Chunk> chunks, ProfileReader reader) {
		this.identity = identity;
		this.window = window;
		this.chunks = chunks;
		this.reader = reader;
	}

	/**
	 * Whose snapshot it is.
	 * @return the identity of the run it was recorded in
	 */
	public Identity identity() {
		return this.identity;
	}

	/**
	 * The time the snapshot covers: what was asked for, or less if the profiler has not
	 * run that long.
	 * @return the window
	 */
	public TimeWindow window() {
		return this.window;
	}

	/**
	 * Reads the snapshot's profile, exactly within its window.
	 * @param types the types to read
	 * @return the profile
	 */
	public Profile profile(Set<ProfileType> types) {
		return this.reader.read(this.chunks, this.window, types);
	}

	/**
	 * How long {@link #jfr()} is.
	 * @return the number of bytes
	 */
	public long jfrSize() {
		return this.chunks.stream().mapToLong(Chunk::size).sum();
	}

	/**
	 * Opens the recording itself: all chunks that share an instant with the window, as
	 * one JFR recording of {@link #jfrSize()} bytes.
	 * @return the recording, to be closed by the caller
	 * @throws IOException if the store has given up the chunks meanwhile
	 */
	public InputStream jfr() throws IOException {
		List<InputStream> parts = new ArrayList<>();
		try {
			for (Chunk chunk : this.chunks) {
				// opened now: a file that is deleted later can still be read to its end
				parts.add(new ChunkStream(chunk));
			}
		}
		catch (IOException ex) {
			for (InputStream part : parts) {
				part.close();
			}
			throw ex;
		}
		return new SequenceInputStream(Collections.enumeration(parts));
	}

	/**
	 * The bytes of one chunk.
	 */
	private static final class ChunkStream extends InputStream {

		private final InputStream file;

		private long left;

		ChunkStream(Chunk chunk) throws IOException {
			FileChannel channel = FileChannel.open(chunk.file(), StandardOpenOption.READ);
			this.file = Channels.newInputStream(channel.position(chunk.offset()));
			this.left = chunk.size();
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			if (this.left <= 0) {
				return -1;
			}
			int count = this.file.read(buffer, offset, (int) Math.min(length, this.left));
			this.left -= Math.max(0, count);
			return count;
		}

		@Override
		public void close() throws IOException {
			this.file.close();
		}

	}

}
