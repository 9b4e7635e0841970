package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.ddprofiling.profile.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * Copies chunks, with what belongs to them, into a capture, each as soon as it has ended:
 * a capture whose process is killed has what was recorded until then. Not thread safe.
 *
 * @since 0.1.0
 */
public final class CaptureWriter {

	private final Path directory;

	private final long maxBytes;

	private final ChunkCopies copies;

	private Capture capture;

	private @Nullable Chunk last;

	private long newestList;

	private long bytes;

	CaptureWriter(Path directory, Capture capture, long maxBytes) {
		this.directory = directory;
		this.capture = capture;
		this.maxBytes = maxBytes;
		this.copies = new ChunkCopies(KeptChunks.recording(directory));
	}

	/**
	 * What is written to.
	 * @return the capture as it is now
	 */
	public Capture capture() {
		return this.capture;
	}

	/**
	 * Sets the time that the capture will cover.
	 * @param window the time
	 * @throws IOException if that cannot be written down
	 */
	public void moveTo(TimeWindow window) throws IOException {
		this.capture = this.capture.with(Capture.State.RECORDING, window, this.capture.note());
		CaptureDescription.write(this.directory, this.capture);
	}

	/**
	 * Copies a chunk.
	 * @param chunk the chunk, recorded after those before
	 * @return whether it was copied; not if the capture would become too large
	 * @throws IOException if it cannot be copied
	 */
	public boolean append(Chunk chunk) throws IOException {
		long size = ChunkCopies.size(chunk);
		if (this.bytes + size > this.maxBytes) {
			return false;
		}
		Chunk copy = this.copies.add(chunk);
		this.bytes += size;
		this.last = copy;
		this.capture = this.capture.withBytes(this.bytes);
		if (copy.collected() != null) {
			this.newestList = copy.sequence();
		}
		return true;
	}

	/**
	 * Ends the capture.
	 * @param liveHeap the newest list of live objects, {@code null} if there is none; it
	 * may be among the chunks
	 * @param note why it did not become what was asked for, {@code null} if it did
	 * @param early whether it ended before its time
	 * @return the capture
	 * @throws IOException if its end cannot be written down
	 */
	public Capture end(@Nullable Chunk liveHeap, @Nullable String note, boolean early) throws IOException {
		if (liveHeap != null && liveHeap.sequence() > this.newestList
				&& this.bytes + liveHeap.size() <= this.maxBytes) {
			addLiveHeap(liveHeap);
		}
		Capture.State state = early ? Capture.State.SHORTENED : Capture.State.COMPLETE;
		this.capture = this.capture.with(state, early ? covered() : this.capture.window(), note).withBytes(this.bytes);
		CaptureDescription.write(this.directory, this.capture);
		return this.capture;
	}

	private void addLiveHeap(Chunk chunk) throws IOException {
		Chunk alone = new Chunk(chunk.sequence(), chunk.file(), chunk.offset(), chunk.size(), chunk.window(),
				chunk.rates(), chunk.collected(), List.of(), null);
		new ChunkCopies(KeptChunks.liveHeap(this.directory)).add(alone);
		this.bytes += chunk.size();
	}

	private TimeWindow covered() {
		TimeWindow wanted = this.capture.window();
		if (this.last == null || !this.last.window().overlaps(wanted)) {
			return new TimeWindow(wanted.start(), wanted.start());
		}
		boolean within = this.last.window().end().isBefore(wanted.end());
		return new TimeWindow(wanted.start(), within ? this.last.window().end() : wanted.end());
	}

}
