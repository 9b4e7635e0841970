package io.ddprofiling.encode;

import java.util.Objects;

import io.ddprofiling.profile.LabelKey;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.SampleType;
import io.ddprofiling.profile.SampleType.Unit;
import org.jspecify.annotations.Nullable;

/**
 * The names a reader of pprof expects columns and labels to have.
 *
 * @since 0.1.0
 */
public enum PprofDialect {

	/**
	 * The model's own names, which follow pprof's customs.
	 */
	STANDARD(Integer.MAX_VALUE) {

		@Override
		String name(SampleType type) {
			return type.id();
		}

		@Override
		public @Nullable String name(LabelKey key) {
			return (key != LabelKey.TRACE_TYPE) ? key.id() : null;
		}

		@Override
		boolean isHexadecimal(LabelKey key) {
			return key == LabelKey.SPAN_ID || key == LabelKey.LOCAL_ROOT_SPAN_ID;
		}

	},

	/**
	 * The names of Datadog's Python profiler, and its limit of 600 frames.
	 */
	DATADOG(600) {

		@Override
		@Nullable String name(SampleType type) {
			return switch (type) {
				case CPU_SAMPLES -> "cpu-samples";
				case CPU_TIME -> "cpu-time";
				case WALL_SAMPLES -> "wall-samples";
				case WALL_TIME -> "wall-time";
				case LOCK_CONTENTIONS -> "lock-acquire";
				case LOCK_DELAY -> "lock-acquire-wait";
				case ALLOCATED_OBJECTS -> "alloc-samples";
				case ALLOCATED_SPACE -> "alloc-space";
				case LIVE_OBJECTS -> "heap-live-samples";
				case LIVE_SPACE -> "heap-space";
				case EXCEPTIONS -> "exception-samples";
				case NATIVE_LOCK_CONTENTIONS, NATIVE_LOCK_DELAY, NATIVE_ALLOCATIONS, NATIVE_SPACE, IO_OPERATIONS,
						IO_TIME ->
					null;
			};
		}

		@Override
		boolean isHexadecimal(LabelKey key) {
			return false;
		}

		@Override
		public @Nullable String name(LabelKey key) {
			return switch (key) {
				case THREAD_ID -> "thread id";
				case THREAD_NATIVE_ID -> "thread native id";
				case THREAD_NAME -> "thread name";
				case CLASS_NAME -> "class name";
				case EXCEPTION_TYPE -> "exception type";
				case ENDPOINT -> "trace endpoint";
				case TASK -> "task name";
				case TRACE_TYPE -> "trace type";
				case SPAN_NAME, TRACE_ID, ATTRIBUTE -> null;
				case SPAN_ID -> "span id";
				case LOCAL_ROOT_SPAN_ID -> "local root span id";
			};
		}

	},

	/**
	 * The names Grafana's Java agent gives its profiles, as far as it makes them, and the
	 * limit of Pyroscope of 1000 frames. Pyroscope makes each distinct set of labels a
	 * series of its own, so that only those remain that have few values; the identifier
	 * is the one it does not do that with.
	 */
	PYROSCOPE(1000) {

		@Override
		@Nullable String name(SampleType type) {
			return switch (type) {
				case CPU_SAMPLES, WALL_SAMPLES -> null;
				case CPU_TIME -> "cpu";
				case WALL_TIME -> "wall";
				case LOCK_CONTENTIONS -> "contentions";
				case LOCK_DELAY -> "delay";
				case ALLOCATED_OBJECTS -> "alloc_in_new_tlab_objects";
				case ALLOCATED_SPACE -> "alloc_in_new_tlab_bytes";
				case LIVE_OBJECTS -> "inuse_objects";
				case LIVE_SPACE -> "inuse_space";
				case EXCEPTIONS -> "exceptions";
				case NATIVE_LOCK_CONTENTIONS -> "native_mutex_contentions";
				case NATIVE_LOCK_DELAY -> "native_mutex_delay";
				case NATIVE_ALLOCATIONS -> "malloc_objects";
				case NATIVE_SPACE -> "malloc_bytes";
				case IO_OPERATIONS -> "io_operations";
				case IO_TIME -> "io_time";
			};
		}

		@Override
		Period period(ProfileType type) {
			return switch (type) {
				case ALLOCATION, LIVE_HEAP, NATIVE_MEMORY -> new Period("space", Unit.BYTES);
				case LOCK, NATIVE_LOCK -> new Period("mutex", Unit.COUNT);
				case CPU, WALL, EXCEPTION, IO -> super.period(type);
			};
		}

		@Override
		boolean isHexadecimal(LabelKey key) {
			return key == LabelKey.LOCAL_ROOT_SPAN_ID;
		}

		@Override
		public @Nullable String name(LabelKey key) {
			return switch (key) {
				case ENDPOINT, TASK, SPAN_NAME, EXCEPTION_TYPE -> key.id();
				case LOCAL_ROOT_SPAN_ID -> "profile_id";
				case THREAD_ID, THREAD_NATIVE_ID, THREAD_NAME, CLASS_NAME, TRACE_TYPE, SPAN_ID, TRACE_ID, ATTRIBUTE ->
					null;
			};
		}

	};

	private final int maxDepth;

	PprofDialect(int maxDepth) {
		this.maxDepth = maxDepth;
	}

	/**
	 * The name of a column.
	 * @param type the column
	 * @return the name, or {@code null} if the readers do not know such a column
	 */
	abstract @Nullable String name(SampleType type);

	/**
	 * The name of a label.
	 * @param key what the label tells; one with a name of its own is not asked for
	 * @return the name, or {@code null} if the readers do not know such a label
	 */
	public abstract @Nullable String name(LabelKey key);

	/**
	 * Whether the readers expect a number as text.
	 * @param key what the label tells
	 * @return {@code true} for hexadecimal digits
	 */
	abstract boolean isHexadecimal(LabelKey key);

	/**
	 * What lies between two samples, as the readers expect it to be called.
	 * @param type the type, one whose value column has a name
	 * @return the name and the unit
	 */
	Period period(ProfileType type) {
		return new Period(Objects.requireNonNull(name(type.value())), type.value().unit());
	}

	int maxDepth() {
		return this.maxDepth;
	}

	/**
	 * What lies between two samples.
	 *
	 * @param name its name
	 * @param unit its unit
	 */
	record Period(String name, Unit unit) {

	}

}
