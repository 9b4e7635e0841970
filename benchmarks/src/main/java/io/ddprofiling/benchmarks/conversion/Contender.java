package io.ddprofiling.benchmarks.conversion;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import io.ddprofiling.encode.PprofDialect;
import io.ddprofiling.encode.PprofEncoder;
import io.ddprofiling.jfr.ProfileReader;
import io.ddprofiling.profile.Profile;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import one.convert.Arguments;
import one.convert.JfrToPprof;
import one.jfr.JfrReader;
import org.openjdk.jmc.common.IMCFrame;
import org.openjdk.jmc.common.IMCStackTrace;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.flightrecorder.CouldNotLoadRecordingException;
import org.openjdk.jmc.flightrecorder.JfrAttributes;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

/**
 * Who reads recordings. What does not write pprof itself is only asked for the frames of
 * every event, the least that a converter made with it would do.
 */
public enum Contender {

	/**
	 * All events by {@link JfrReader}, of which nothing is made: the limit of everything
	 * that is built on it.
	 */
	RAW_SCAN {

		@Override
		long run(RecordingInput input, OutputStream out) throws IOException {
			long events = 0;
			for (ByteBuffer part : input.recording().parts()) {
				try (JfrReader reader = new JfrReader(part)) {
					while (reader.readEvent() != null) {
						events++;
					}
				}
			}
			return events;
		}

	},

	/**
	 * Ours: one pprof with all columns, all labels, joined with the spans.
	 */
	OURS {

		@Override
		long run(RecordingInput input, OutputStream out) throws IOException {
			Recording recording = input.recording();
			Profile profile = new ProfileReader().read(recording.chunks(), recording.liveHeap(), recording.window(),
					recording.types());
			return new PprofEncoder(PprofDialect.STANDARD, recording.name()).encode(profile, out);
		}

	},

	/**
	 * The converter of async-profiler, once for each kind, with threads and lines. It
	 * knows nothing of requests, and writes no labels.
	 */
	JFR_CONVERTER {

		@Override
		long run(RecordingInput input, OutputStream out) throws IOException {
			byte[] sampled = Recording.joined(input.recording().sampled());
			for (String kind : List.of("--cpu", "--wall", "--alloc", "--live", "--lock")) {
				convert(sampled, kind, out);
			}
			byte[] exceptions = Recording.joined(input.recording().exceptions());
			if (exceptions.length > 0) {
				convert(exceptions, "--total", out);
			}
			return 0;
		}

		private void convert(byte[] recording, String kind, OutputStream out) throws IOException {
			try (JfrReader reader = new JfrReader(ByteBuffer.wrap(recording))) {
				JfrToPprof converter = new JfrToPprof(reader, new Arguments(kind, "--threads", "--lines"));
				converter.convert();
				converter.dump(out);
			}
		}

	},

	/**
	 * JDK Mission Control's parser.
	 */
	JMC {

		@Override
		long run(RecordingInput input, OutputStream out) throws IOException {
			long frames = 0;
			try {
				for (IItemIterable items : JfrLoaderToolkit.loadEvents(new ByteArrayInputStream(input.bytes()))) {
					IMemberAccessor<IMCStackTrace, IItem> stacks = JfrAttributes.EVENT_STACKTRACE
						.getAccessor(items.getType());
					if (stacks != null) {
						frames += frames(items, stacks);
					}
				}
			}
			catch (CouldNotLoadRecordingException ex) {
				throw new IOException(ex);
			}
			return frames;
		}

		private long frames(Iterable<IItem> items, IMemberAccessor<IMCStackTrace, IItem> stacks) {
			long frames = 0;
			for (Iterator<IItem> iterator = items.iterator(); iterator.hasNext();) {
				IMCStackTrace stack = stacks.getMember(iterator.next());
				if (stack != null) {
					for (IMCFrame frame : stack.getFrames()) {
						frames += (frame.getMethod() != null) ? 1 : 0;
					}
				}
			}
			return frames;
		}

	},

	/**
	 * The JDK's own.
	 */
	RECORDING_FILE {

		@Override
		long run(RecordingInput input, OutputStream out) throws IOException {
			long frames = 0;
			try (RecordingFile file = new RecordingFile(input.file())) {
				while (file.hasMoreEvents()) {
					RecordedEvent event = file.readEvent();
					RecordedStackTrace stack = event.getStackTrace();
					if (stack != null) {
						for (RecordedFrame frame : stack.getFrames()) {
							frames += (frame.getMethod() != null) ? 1 : 0;
						}
					}
				}
			}
			return frames;
		}

	};

	/**
	 * Reads a recording.
	 * @param input the recording
	 * @param out takes what is made of it
	 * @return a number that depends on what was read
	 * @throws IOException if it cannot be read
	 */
	abstract long run(RecordingInput input, OutputStream out) throws IOException;

	String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
