package io.ddprofiling.export.datadog;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.ddprofiling.export.transport.HttpTransport;
import io.ddprofiling.thread.OwnThreads;
import org.jspecify.annotations.Nullable;

/**
 * What the agent says of itself at {@code /info}, for those who look after the
 * application. It is asked only if somebody wants to know, in the background and not more
 * than once a minute. Thread safe.
 */
final class AgentInfo {

	private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

	private final AtomicBoolean asking = new AtomicBoolean();

	private volatile @Nullable HttpTransport agent;

	private volatile @Nullable Answer answer;

	/**
	 * Notes where uploads go.
	 * @param agent the agent, or {@code null} if there is none
	 */
	void found(@Nullable HttpTransport agent) {
		this.agent = agent;
	}

	/**
	 * What the agent has said when it was asked last. Does not wait for it.
	 * @return a sentence, or {@code null} if there is no agent, or none that was asked
	 * before
	 */
	@Nullable String text() {
		HttpTransport present = this.agent;
		if (present == null) {
			return null;
		}
		Answer last = this.answer;
		boolean same = last != null && last.address().equals(present.address());
		if ((last == null || !same || System.nanoTime() - last.nanos() > FRESH_NANOS)
				&& this.asking.compareAndSet(false, true)) {
			ask(present);
		}
		return (last != null && same) ? last.text() : null;
	}

	private void ask(HttpTransport present) {
		try {
			OwnThreads.daemon(() -> hear(present), "dd-profiling-agent-info").start();
		}
		catch (OutOfMemoryError ex) {
			// there is no thread, whoever wants to know next tries again
			this.asking.set(false);
		}
	}

	private void hear(HttpTransport present) {
		try {
			this.answer = new Answer(present.address(), AgentDiagnosis.about(present), System.nanoTime());
		}
		finally {
			this.asking.set(false);
		}
	}

	/**
	 * What was said.
	 *
	 * @param address who was asked
	 * @param text the answer
	 * @param nanos when it was given
	 */
	private record Answer(String address, String text, long nanos) {

	}

}
