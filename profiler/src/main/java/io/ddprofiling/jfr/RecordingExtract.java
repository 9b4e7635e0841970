package io.ddprofiling.jfr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The samples of chunks that a filter wants and that are of a window, as one JFR
 * recording. Events that tell of the JVM, not of a thread, stay, and so do lists of live
 * objects. A broken chunk is left out and counted, unless there is no other. One chunk at
 * a time is in memory. Not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class RecordingExtract extends InputStream {

	private static final Logger logger = LoggerFactory.getLogger(RecordingExtract.class);

	private final Iterator<Chunk> left;

	private final TimeWindow window;

	private final SampleFilter filter;

	private final ReaderCounters counters;

	private @Nullable IOException broken;

	private boolean empty = true;

	private InputStream current = InputStream.nullInputStream();

	/**
	 * Creates a stream of the recording's bytes.
	 * @param chunks the chunks, oldest first; those that are no longer on disk are left
	 * out
	 * @param window the time of the samples to keep
	 * @param filter the samples to keep; live objects belong to no request
	 * @param counters counts chunks that are left out
	 */
	public RecordingExtract(List<Chunk> chunks, TimeWindow window, SampleFilter filter, ReaderCounters counters) {
		this.left = chunks.stream().filter(Chunk::isStored).iterator();
		this.window = window;
		this.filter = filter;
		this.counters = counters;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] buffer, int offset, int length) throws IOException {
		int count = this.current.read(buffer, offset, length);
		while (count < 0 && this.left.hasNext()) {
			this.current = extract(this.left.next());
			count = this.current.read(buffer, offset, length);
		}
		if (count > 0) {
			this.empty = false;
		}
		else if (count < 0 && this.empty && this.broken != null) {
			throw this.broken;
		}
		return count;
	}

	private InputStream extract(Chunk chunk) throws IOException {
		try {
			return new ByteArrayInputStream(ChunkExtract.of(chunk, this.window, this.filter));
		}
		catch (IOException ex) {
			if (!chunk.isStored()) {
				throw ex;
			}
			this.counters.unreadable();
			logger.debug("Left out {}", chunk, ex);
			this.broken = ex;
			return InputStream.nullInputStream();
		}
	}

}
