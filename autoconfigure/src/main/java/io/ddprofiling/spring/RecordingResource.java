package io.ddprofiling.spring;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ddprofiling.store.StoredRecording;

import org.springframework.core.io.AbstractResource;

/**
 * A recording that is streamed from the store. A download keeps files open as long as its
 * reader pleases, so that it takes a permit while it lasts.
 */
final class RecordingResource extends AbstractResource {

	private final StoredRecording recording;

	private final Semaphore permits;

	RecordingResource(StoredRecording recording, Semaphore permits) {
		this.recording = recording;
		this.permits = permits;
	}

	@Override
	public boolean exists() {
		return true;
	}

	@Override
	public long contentLength() {
		return this.recording.size();
	}

	@Override
	public String getDescription() {
		return "recording of " + this.recording.size() + " bytes";
	}

	@Override
	public InputStream getInputStream() throws IOException {
		if (!this.permits.tryAcquire()) {
			throw new IOException("Other recordings are being downloaded");
		}
		try {
			return new PermittedStream(this.recording.open());
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
