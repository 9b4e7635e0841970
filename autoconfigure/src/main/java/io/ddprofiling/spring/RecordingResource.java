package io.ddprofiling.spring;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ddprofiling.Snapshot;
import io.ddprofiling.profile.SampleFilter;
import io.ddprofiling.store.StoredRecording;

import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.InputStreamSource;

/**
 * A recording that is streamed from the store. A download keeps files open as long as its
 * reader pleases, so that it takes a permit while it lasts.
 */
final class RecordingResource extends AbstractResource {

	private static final long UNKNOWN = -1;

	private final InputStreamSource content;

	private final long length;

	private final Semaphore permits;

	private RecordingResource(InputStreamSource content, long length, Semaphore permits) {
		this.content = content;
		this.length = length;
		this.permits = permits;
	}

	static RecordingResource of(StoredRecording recording, Semaphore permits) {
		return new RecordingResource(recording::open, recording.size(), permits);
	}

	// how long it is shows when it is read
	static RecordingResource of(Snapshot snapshot, SampleFilter filter, Semaphore permits) {
		return new RecordingResource(() -> snapshot.recording(filter), UNKNOWN, permits);
	}

	@Override
	public boolean exists() {
		return true;
	}

	@Override
	public long contentLength() {
		return this.length;
	}

	@Override
	public String getDescription() {
		return "recording";
	}

	@Override
	public InputStream getInputStream() throws IOException {
		if (!this.permits.tryAcquire()) {
			throw new IOException("Other recordings are being downloaded");
		}
		try {
			return new PermittedStream(this.content.getInputStream());
		}
		catch (IOException | RuntimeException ex) {
			this.permits.release();
			throw ex;
		}
	}

	/**
	 * Gives the permit back when it is closed.
	 */
	private final class PermittedStream extends FilterInputStream {

		private final AtomicBoolean closed = new AtomicBoolean();

		PermittedStream(InputStream content) {
			super(content);
		}

		@Override
		public void close() throws IOException {
			try {
				super.close();
			}
			finally {
				if (this.closed.compareAndSet(false, true)) {
					RecordingResource.this.permits.release();
				}
			}
		}

	}

}
