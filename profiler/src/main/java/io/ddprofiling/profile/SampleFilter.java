package io.ddprofiling.profile;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Which samples are wanted. What is {@code null} does not matter.
 *
 * @param endpoint the name of an {@link Endpoint}
 * @param thread the name of a thread; a {@code *} at its beginning or end stands for any
 * text
 * @param traceId the trace's identifier, 32 lower-case hexadecimal digits
 * @since 0.1.0
 */
public record SampleFilter(@Nullable String endpoint, @Nullable String thread, @Nullable String traceId) {

	/**
	 * All samples are wanted.
	 */
	public static final SampleFilter ALL = new SampleFilter(null, null, null);

	/**
	 * Whether samples of a thread are wanted.
	 * @param name the thread's name
	 * @return {@code false} if none of its samples is
	 */
	public boolean wantsThread(String name) {
		if (this.thread == null) {
			return true;
		}
		boolean anyBeginning = this.thread.startsWith("*");
		boolean anyEnd = this.thread.endsWith("*") && this.thread.length() > 1;
		String wanted = this.thread.substring(anyBeginning ? 1 : 0, this.thread.length() - (anyEnd ? 1 : 0));
		if (anyBeginning) {
			return anyEnd ? name.contains(wanted) : name.endsWith(wanted);
		}
		return anyEnd ? name.startsWith(wanted) : name.equals(wanted);
	}

	/**
	 * Whether samples of some work are wanted.
	 * @param name the name of the work's endpoint, {@code null} if it has none
	 * @param trace the identifier of the work's trace, {@code null} if it has none
	 * @return {@code false} if none of its samples is
	 */
	public boolean wantsWork(@Nullable String name, @Nullable String trace) {
		return (this.endpoint == null || Objects.equals(this.endpoint, name))
				&& (this.traceId == null || Objects.equals(this.traceId, trace));
	}

	/**
	 * Whether it matters which work a sample belongs to.
	 * @return {@code false} if samples without work are wanted, too
	 */
	public boolean isAboutWork() {
		return this.endpoint != null || this.traceId != null;
	}

	/**
	 * Whether the number of requests is that of the wanted samples. It is not known which
	 * thread has done how many, nor is it counted by trace.
	 * @return {@code false} if the number tells nothing
	 */
	public boolean tellsRequests() {
		return this.thread == null && this.traceId == null;
	}

	/**
	 * Whether something is not wanted.
	 * @return {@code false} for {@link #ALL}
	 */
	public boolean leavesOut() {
		return !equals(ALL);
	}

}
