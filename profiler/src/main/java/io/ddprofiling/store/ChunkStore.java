package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.ddprofiling.profile.ExceptionRecording;
import io.ddprofiling.profile.Identity;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.SpanRecording;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.RunLists.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ring of recorded chunks on disk, bounded by bytes and age. Space is given back a file
 * at a time, oldest first; the file that is written to is never touched. Thread safe.
 *
 * @since 0.1.0
 */
public final class ChunkStore implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ChunkStore.class);

	private final ProcessDirectory directory;

	private final long maxBytes;

	private final Duration maxAge;

	private final Deque<RecordingFile> files = new ArrayDeque<>();

	private long nextFile = 1;

	private long nextSequence = 1;

	private long dropped;

	private final DeliveryCursors cursors;

	private final List<ChunkIndex.Range> windows = new ArrayList<>();

	private @Nullable Identity identity;

	private boolean kept;

	private boolean closed;

	private final RunLists lists;

	/**
	 * Opens a store in a directory of this process's own.
	 * @param base the directory all stores of the machine's user share
	 * @param maxBytes the most bytes to keep
	 * @param maxAge the longest time to keep a chunk
	 * @throws IOException if the directory cannot be made or is not ours alone
	 */
	public ChunkStore(Path base, long maxBytes, Duration maxAge) throws IOException {
		this.directory = ProcessDirectory.open(base, maxBytes, maxAge);
		this.cursors = new DeliveryCursors(this.directory.path());
		this.lists = new RunLists(this.directory.path());
		this.maxBytes = maxBytes;
		this.maxAge = maxAge;
	}

	/**
	 * Makes the directory stores share, and sees to it that nobody else has it.
	 * @param base the directory
	 * @return the directory
	 * @throws IOException if the directory cannot be made or is not ours alone
	 */
	public static Path prepare(Path base) throws IOException {
		ProcessDirectory.createOwn(base);
		return base;
	}

	/**
	 * The directory of this process.
	 * @return the directory
	 */
	public Path directory() {
		return this.directory.path();
	}

	/**
	 * Names a new recording file; chunks of earlier files may be given up from now on.
	 * @return a file that does not exist yet
	 * @throws IOException if the store's directory was deleted and cannot be made again
	 */
	public synchronized Path newFile() throws IOException {
		if (this.directory.restore()) {
			describe();
		}
		RecordingFile file = new RecordingFile(this.directory.path().resolve("recording-" + this.nextFile++ + ".jfr"));
		this.files.addLast(file);
		return file.path;
	}

	/**
	 * Adds a chunk of the newest file.
	 * @param offset where the chunk begins, in bytes
	 * @param size how long the chunk is, in bytes
	 * @param window the time the chunk covers
	 * @param rates how the chunk was sampled
	 * @param collected the last garbage collection before the chunk's list of live
	 * objects, {@code null} if it has none
	 * @param exceptions what was recorded of exceptions beside the chunk
	 * @param spans what was recorded of requests beside the chunk, as a
	 * {@link SpanRecording} holds it; empty if nothing was
	 * @return the stored chunk
	 */
	public synchronized Chunk add(long offset, long size, TimeWindow window, SamplingRates rates,
			@Nullable Instant collected, List<ExceptionRecording> exceptions, byte[] spans) {
		RecordingFile file = this.files.getLast();
		Chunk chunk = new Chunk(this.nextSequence++, file.path, offset, size, window, rates, collected, exceptions,
				file.addSpans(spans));
		file.chunks.add(chunk);
		this.lists.write(Kind.RECORDINGS, () -> file.index.add(chunk));
		return chunk;
	}

	/**
	 * Writes down whose recordings these are, so that another process can deliver them
	 * when this one is dead.
	 * @param identity the identity
	 */
	public synchronized void identify(Identity identity) {
		this.identity = identity;
		describe();
	}

	/**
	 * Keeps from now on what each exporter is done with.
	 * @param exporters the exporters' names
	 */
	public synchronized void deliverTo(Collection<String> exporters) {
		this.lists.write(Kind.DELIVERIES, () -> this.cursors.begin(exporters));
	}

	/**
	 * Writes down that a window ended.
	 * @param first the sequence of its first chunk
	 * @param last the sequence of its last chunk
	 */
	public synchronized void windowEnded(long first, long last) {
		this.windows.add(new ChunkIndex.Range(first, last));
		if (!this.files.isEmpty()) {
			this.lists.write(Kind.RECORDINGS, () -> this.files.getLast().index.windowEnded(first, last));
		}
	}

	/**
	 * Writes down that an exporter is done with a window, whether it delivered it or gave
	 * it up.
	 * @param exporter the exporter's name
	 * @param first the sequence of the window's first chunk
	 * @param last the sequence of the window's last chunk
	 */
	public void settled(String exporter, long first, long last) {
		// not while chunks are added: a cut waits for no exporter
		this.lists.write(Kind.DELIVERIES, () -> this.cursors.settle(exporter, first, last));
	}

	/**
	 * Takes over the oldest run of a service that has something to deliver and is nobody
	 * else's.
	 * @param like the service and the environment to look for
	 * @param exporters the names of the exporters there are
	 * @param scanner finds what was not listed any more
	 * @return the run, to be closed, or {@code null} if there is none
	 * @throws IOException if the directory cannot be looked through
	 */
	public @Nullable AbandonedRun takeOver(Identity like, Collection<String> exporters, ChunkScanner scanner)
			throws IOException {
		return AbandonedRun.takeOver(this.directory.base(), like, exporters, scanner);
	}

	/**
	 * Keeps the recordings when the store is closed, though no window that was ended
	 * waits.
	 */
	public synchronized void keep() {
		this.kept = true;
	}

	/**
	 * Why another process could not deliver what is recorded now.
	 * @return a sentence, or {@code null} if all is well
	 */
	public @Nullable String trouble() {
		return this.lists.trouble();
	}

	/**
	 * The chunks that share an instant with a window, oldest first.
	 * @param window the window
	 * @return the chunks
	 */
	public synchronized List<Chunk> overlapping(TimeWindow window) {
		return select((chunk) -> chunk.window().overlaps(window));
	}

	/**
	 * The chunks recorded after another, oldest first.
	 * @param sequence the other chunk's position, 0 for all chunks
	 * @return the chunks
	 */
	public synchronized List<Chunk> after(long sequence) {
		return select((chunk) -> chunk.sequence() > sequence);
	}

	/**
	 * The newest chunk that ends with a list of live objects.
	 * @param end chunks that ended later are left out
	 * @return the chunk, or {@code null} if there is none
	 */
	public synchronized @Nullable Chunk newestLiveHeap(Instant end) {
		List<Chunk> chunks = select((chunk) -> chunk.collected() != null && !chunk.window().end().isAfter(end));
		return chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
	}

	/**
	 * Gives up what is too old or too much.
	 * @param now the present
	 */
	public synchronized void retain(Instant now) {
		forgetDeletedFiles();
		Instant oldest = now.minus(this.maxAge);
		while (this.files.size() > 1 && (this.files.getFirst().endedBefore(oldest) || bytes() > this.maxBytes)) {
			RecordingFile file = this.files.removeFirst();
			if (!file.endedBefore(oldest)) {
				this.dropped += file.chunks.size();
			}
			file.delete();
		}
		long first = this.files.stream()
			.flatMap((file) -> file.chunks.stream())
			.mapToLong(Chunk::sequence)
			.findFirst()
			.orElse(this.nextSequence);
		this.windows.removeIf((window) -> window.last() < first);
	}

	/**
	 * Whether the newest file takes so much of the store that a new one should be begun.
	 * @return {@code true} if the file should be rolled
	 */
	public synchronized boolean newestFileIsLarge() {
		return !this.files.isEmpty() && this.files.getLast().bytes() > this.maxBytes / 8;
	}

	/**
	 * What the store holds.
	 * @return the present contents
	 */
	public synchronized Contents contents() {
		List<Chunk> chunks = after(0);
		// when the clock was set back, the last chunk need not be the latest
		TimeWindow covered = chunks.stream().map(Chunk::window).reduce(TimeWindow::join).orElse(null);
		return new Contents(bytes(), chunks.size(), covered, this.dropped);
	}

	/**
	 * How much the disk has left for recordings.
	 * @return usable bytes
	 * @throws IOException if the disk does not tell
	 */
	public long usableBytes() throws IOException {
		return Files.getFileStore(this.directory.path()).getUsableSpace();
	}

	/**
	 * Deletes all recordings and the directory of this process; leaves them to the next
	 * process if there is a window that waits for an exporter.
	 */
	@Override
	public synchronized void close() {
		if (this.closed) {
			// the directory may be somebody else's by now
			return;
		}
		this.closed = true;
		boolean leave = isAwaited();
		this.cursors.close();
		if (leave) {
			this.directory.release();
		}
		else {
			this.files.forEach(RecordingFile::delete);
			this.directory.close();
		}
		this.files.clear();
	}

	private boolean isAwaited() {
		long oldest = select((chunk) -> true).stream().mapToLong(Chunk::sequence).findFirst().orElse(Long.MAX_VALUE);
		return (this.kept && this.cursors.waits(this.nextSequence)) || this.windows.stream()
			.anyMatch((window) -> window.last() >= oldest && this.cursors.waits(window.last()));
	}

	private void describe() {
		Identity described = this.identity;
		if (described != null) {
			this.lists.write(Kind.IDENTITY, () -> RunIdentity.write(this.directory.path(), described));
			this.lists.write(Kind.DELIVERIES, this.cursors::write);
		}
	}

	// by a cleaner of temporary files, for example
	private void forgetDeletedFiles() {
		RecordingFile newest = this.files.peekLast();
		this.files.removeIf((file) -> {
			boolean gone = file != newest && !Files.exists(file.path);
			this.dropped += gone ? file.chunks.size() : 0;
			return gone;
		});
	}

	private long bytes() {
		return this.files.stream().mapToLong(RecordingFile::bytes).sum();
	}

	private List<Chunk> select(Predicate<Chunk> wanted) {
		List<Chunk> selected = new ArrayList<>();
		for (RecordingFile file : this.files) {
			file.chunks.stream().filter(wanted).forEach(selected::add);
		}
		return selected;
	}

	/**
	 * What a store holds.
	 *
	 * @param bytes bytes on disk, in complete chunks
	 * @param chunks the number of chunks
	 * @param covered the time they cover, or {@code null} if there are none
	 * @param dropped chunks given up before their age because of the limit on bytes
	 * @since 0.1.0
	 */
	public record Contents(long bytes, int chunks, @Nullable TimeWindow covered, long dropped) {

	}

	/**
	 * A recording file and its complete chunks.
	 */
	private static final class RecordingFile {

		private final Path path;

		private final Path spanPath;

		private final ChunkIndex index;

		private final List<Chunk> chunks = new ArrayList<>();

		private long spanBytes;

		RecordingFile(Path path) {
			this.path = path;
			this.spanPath = path.resolveSibling(path.getFileName() + ".spans");
			this.index = new ChunkIndex(path);
		}

		// without its spans a chunk is still worth keeping
		@Nullable SpanRecording addSpans(byte[] spans) {
			if (spans.length == 0) {
				return null;
			}
			try {
				Files.write(this.spanPath, spans, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
				// what was written by halves before is passed over
				long size = Files.size(this.spanPath);
				this.spanBytes = size;
				return new SpanRecording(this.spanPath, size - spans.length, spans.length);
			}
			catch (IOException ex) {
				logger.debug("The requests of a chunk are not kept", ex);
				return null;
			}
		}

		long bytes() {
			long exceptions = exceptions().mapToLong(ExceptionRecording::size).sum();
			return this.chunks.isEmpty() ? 0 : last().offset() + last().size() + exceptions + this.spanBytes;
		}

		boolean endedBefore(Instant instant) {
			return this.chunks.isEmpty() || last().window().end().isBefore(instant);
		}

		void delete() {
			exceptions().forEach((recording) -> recording.file().toFile().delete());
			this.spanPath.toFile().delete();
			this.index.delete();
			this.path.toFile().delete();
		}

		private Stream<ExceptionRecording> exceptions() {
			return this.chunks.stream().flatMap((chunk) -> chunk.exceptions().stream());
		}

		private Chunk last() {
			return this.chunks.get(this.chunks.size() - 1);
		}

	}

}
