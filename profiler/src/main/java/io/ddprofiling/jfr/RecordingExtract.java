package io.ddprofiling.jfr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.profile.TimeWindow;
import io.ddprofiling.store.Chunk;

/**
 * The samples of chunks that a filter wants and that are of a window, as one JFR
 * recording. Events that tell of the JVM, not of a thread, stay, and so do lists of live
 * objects. One chunk at a time is in memory. Not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class RecordingExtract extends InputStream {

	private final Iterator<Chunk> left;

	private final TimeWindow window;

	private final SampleFilter filter;

	private InputStream current = InputStream.nullInputStream();

	/**
	 * Creates a stream of the recording's bytes.
	 * @param chunks the chunks, oldest first; those that are no longer on disk are left
	 * out
	 * @param window the time of the samples to keep
	 * @param filter the samples to keep; live objects belong to no request
	 */
	public RecordingExtract(List<Chunk> chunks, TimeWindow window, SampleFilter filter) {
		this.left = chunks.stream().filter(Chunk::isStored).iterator();
		this.window = window;
		this.filter = filter;
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
			this.current = new ByteArrayInputStream(ChunkExtract.of(this.left.next(), this.window, this.filter));
			count = this.current.read(buffer, offset, length);
		}
		return count;
	}

}
