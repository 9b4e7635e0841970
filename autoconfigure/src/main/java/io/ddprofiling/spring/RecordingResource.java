package io.ddprofiling.spring;

import java.io.IOException;
import java.io.InputStream;

import io.ddprofiling.Snapshot;

import org.springframework.core.io.AbstractResource;

/**
 * The recording of a snapshot, streamed from the store.
 */
final class RecordingResource extends AbstractResource {

	private final Snapshot snapshot;

	RecordingResource(Snapshot snapshot) {
		this.snapshot = snapshot;
	}

	@Override
	public boolean exists() {
		return true;
	}

	@Override
	public long contentLength() {
		return this.snapshot.jfrSize();
	}

	@Override
	public String getDescription() {
		return "recording of " + this.snapshot.window();
	}

	@Override
	public InputStream getInputStream() throws IOException {
		return this.snapshot.jfr();
	}

}
