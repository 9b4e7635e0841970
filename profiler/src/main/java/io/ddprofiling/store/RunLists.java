package io.ddprofiling.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what lies beside the recordings of a run for another process to read, and
 * remembers what of it could not be written. Recording goes on without: this process
 * knows what it has. Thread safe.
 */
final class RunLists {

	private static final Logger logger = LoggerFactory.getLogger(RunLists.class);

	private final Path directory;

	private final Map<Kind, String> troubles = new EnumMap<>(Kind.class);

	RunLists(Path directory) {
		this.directory = directory;
	}

	void write(Kind kind, Entry entry) {
		try {
			entry.write();
			note(kind, null);
		}
		catch (IOException ex) {
			logger.debug("The {} is behind", kind.name, ex);
			note(kind, "the " + kind.name + " in " + this.directory + " cannot be written (" + ex + "); "
					+ kind.consequence);
		}
	}

	/**
	 * What cannot be written at present.
	 * @return a sentence, or {@code null} if all is well
	 */
	synchronized @Nullable String trouble() {
		return this.troubles.isEmpty() ? null : String.join("; ", this.troubles.values());
	}

	private synchronized void note(Kind kind, @Nullable String trouble) {
		if (trouble != null) {
			this.troubles.put(kind, trouble);
		}
		else {
			this.troubles.remove(kind);
		}
	}

	/**
	 * What is written.
	 */
	enum Kind {

		/**
		 * Whose recordings these are.
		 */
		IDENTITY("identity", "if the process is killed, nothing of what it has recorded is delivered"),

		/**
		 * The chunks and the windows that ended.
		 */
		RECORDINGS("list of recordings", "if the process is killed, what is not listed is not delivered"),

		/**
		 * What exporters are done with.
		 */
		DELIVERIES("list of deliveries", "what is not listed is delivered again by the next process");

		private final String name;

		private final String consequence;

		Kind(String name, String consequence) {
			this.name = name;
			this.consequence = consequence;
		}

	}

	/**
	 * Something that is written beside the recordings.
	 */
	interface Entry {

		void write() throws IOException;

	}

}
