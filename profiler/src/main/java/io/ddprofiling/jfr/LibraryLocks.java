package io.ddprofiling.jfr;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import io.ddprofiling.profile.LongIntMap;
import one.jfr.ClassRef;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;
import one.jfr.event.ContendedLock;

/**
 * Tells a thread that waits for a lock from one that is parked because it has nothing to
 * do: the same locks count that async-profiler looks at.
 */
final class LibraryLocks {

	private static final Pattern LOCK = Pattern
		.compile("java/util/concurrent/(?:locks/Reentrant(?:ReadWrite)?Lock|Semaphore)\\$.*");

	private static final String UNSAFE = "jdk/internal/misc/Unsafe";

	private static final int YES = 1;

	private static final int NO = 0;

	private final JfrReader reader;

	private final LongIntMap parks = new LongIntMap();

	private final LongIntMap classes = new LongIntMap();

	LibraryLocks(JfrReader reader) {
		this.reader = reader;
	}

	// waits for monitors and parks come as events of one class, but only a park has this
	// method on top of its stack
	boolean isOtherPark(ContendedLock wait) {
		StackTrace stack = this.reader.stackTraces.get(wait.stackTraceId);
		return stack != null && stack.methods.length > 0 && isPark(stack.methods[0]) && !isLock(wait.classId);
	}

	private boolean isPark(long methodId) {
		int known = this.parks.get(methodId);
		if (known == LongIntMap.ABSENT) {
			MethodRef method = this.reader.methods.get(methodId);
			boolean park = method != null && "park".equals(symbol(method.name)) && UNSAFE.equals(name(method.cls));
			known = park ? YES : NO;
			this.parks.put(methodId, known);
		}
		return known == YES;
	}

	private boolean isLock(int classId) {
		int known = this.classes.get(classId);
		if (known == LongIntMap.ABSENT) {
			known = LOCK.matcher(name(classId)).matches() ? YES : NO;
			this.classes.put(classId, known);
		}
		return known == YES;
	}

	private String name(long classId) {
		ClassRef type = this.reader.classes.get(classId);
		return (type != null) ? symbol(type.name) : "";
	}

	private String symbol(long id) {
		byte[] symbol = this.reader.symbols.get(id);
		return (symbol != null) ? new String(symbol, StandardCharsets.UTF_8) : "";
	}

}
