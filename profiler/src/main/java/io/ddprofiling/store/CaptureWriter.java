package io.ddprofiling.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.SpanRecording;
import io.ddprofiling.profile.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * Copies chunks, with what belongs to them, into a capture, each as soon as it has ended:
 * a capture whose process is killed has what was recorded until then. Not thread safe.
 *
 * @since 0.1.0
 */
public final class CaptureWriter {

	static final String RECORDING = "recording-1.jfr";

	static final String LIVE_HEAP = "live-heap.jfr";

	private static final String EXCEPTIONS = RECORDING + ".exceptions";

	private static final String SPANS = RECORDING + ".spans";

	private final Path directory;

	private final long maxBytes;

	private final ChunkIndex index;

	private Capture capture;

	private @Nullable Chunk last;

	private long newestList;

	private long bytes;

	CaptureWriter(Path directory, Capture capture, long maxBytes) {
		this.directory = directory;
		this.capture = capture;
		this.maxBytes = maxBytes;
		this.index = new ChunkIndex(directory.resolve(RECORDING));
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
		long size = size(chunk);
		if (this.bytes + size > this.maxBytes) {
			return false;
		}
		Chunk copy = copy(chunk, RECORDING);
		this.index.add(copy);
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
		new ChunkIndex(this.directory.resolve(LIVE_HEAP)).add(copy(alone, LIVE_HEAP));
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

	private Chunk copy(Chunk chunk, String file) throws IOException {
		Path recording = this.directory.resolve(file);
		long offset = append(chunk.file(), chunk.offset(), chunk.size(), recording);
		List<ExceptionRecording> exceptions = new ArrayList<>();
		for (ExceptionRecording beside : chunk.exceptions()) {
			Path target = this.directory.resolve(EXCEPTIONS);
			exceptions.add(new ExceptionRecording(target, append(beside.file(), beside.offset(), beside.size(), target),
					beside.size(), beside.thrown()));
		}
		SpanRecording spans = chunk.spans();
		if (spans != null) {
			Path target = this.directory.resolve(SPANS);
			spans = new SpanRecording(target, append(spans.file(), spans.offset(), spans.size(), target), spans.size());
		}
		return new Chunk(chunk.sequence(), recording, offset, chunk.size(), chunk.window(), chunk.rates(),
				chunk.collected(), exceptions, spans);
	}

	// where it was put
	private static long append(Path source, long offset, long size, Path target) throws IOException {
		try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
				FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			// not opened to append, because the kernel would refuse to copy by itself
			long start = out.size();
			out.position(start);
			long done = 0;
			while (done < size) {
				long copied = in.transferTo(offset + done, size - done, out);
				if (copied <= 0) {
					out.truncate(start);
					throw new IOException("The recording " + source + " was cut short by somebody");
				}
				done += copied;
			}
			return start;
		}
	}

	private static long size(Chunk chunk) {
		SpanRecording spans = chunk.spans();
		return Stream
			.concat(Stream.of(chunk.size(), (spans != null) ? spans.size() : 0L),
					chunk.exceptions().stream().map(ExceptionRecording::size))
			.mapToLong(Long::longValue)
			.sum();
	}

}
