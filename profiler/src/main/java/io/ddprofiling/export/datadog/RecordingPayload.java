package io.ddprofiling.export.datadog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import io.ddprofiling.export.ProfileWindow;
import io.ddprofiling.store.Chunk;

/**
 * Puts the recordings of a window together, no attachment larger than the limit. What is
 * too large is split between chunks into uploads of their own, each for the time of its
 * chunks; a chunk that is too large by itself is left out.
 */
final class RecordingPayload {

	private final ProfileWindow window;

	private final int limit;

	private final List<Payload> parts = new ArrayList<>();

	private int omitted;

	RecordingPayload(ProfileWindow window, int limit) {
		this.window = window;
		this.limit = limit;
	}

	Payloads encode() throws IOException {
		add(this.window.chunks());
		boolean whole = this.parts.size() == 1 && this.omitted == 0;
		return whole ? new Payloads(this.parts, null)
				: Payloads.reduced(this.parts, "the recording was too large, " + description());
	}

	private String description() {
		String split = "sent in " + this.parts.size() + " uploads";
		return (this.omitted > 0) ? split + ", without " + this.omitted + " of " + this.window.chunks().size()
				+ " chunks that are too large by themselves" : split;
	}

	private void add(List<Chunk> chunks) throws IOException {
		byte[] content = compressed(chunks);
		if (content.length <= this.limit) {
			this.parts.add(Payload.of(this.window, chunks, content));
		}
		else if (chunks.size() > 1) {
			int half = chunks.size() / 2;
			add(chunks.subList(0, half));
			add(chunks.subList(half, chunks.size()));
		}
		else {
			this.omitted++;
		}
	}

	private static byte[] compressed(List<Chunk> chunks) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (OutputStream gzip = new GZIPOutputStream(out)) {
			for (Chunk chunk : chunks) {
				gzip.write(chunk.read().array());
			}
		}
		return out.toByteArray();
	}

}
