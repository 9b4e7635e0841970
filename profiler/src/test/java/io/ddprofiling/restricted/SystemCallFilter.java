package io.ddprofiling.restricted;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A seccomp program that answers some system calls with {@code EPERM} and lets all others
 * through.
 *
 * @see <a href="https://docs.kernel.org/userspace-api/seccomp_filter.html">the kernel's
 * documentation</a>
 */
final class SystemCallFilter {

	private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

	private static final int ARCHITECTURE = ARM ? 0xC00000B7 : 0xC000003E;

	private static final short LOAD_WORD = 0x20;

	private static final short JUMP_IF_EQUAL = 0x15;

	private static final short RETURN = 0x06;

	private static final int ALLOW = 0x7FFF0000;

	private static final int REFUSE = 0x00050000 | 1;

	private static final int NUMBER_OFFSET = 0;

	private static final int ARCHITECTURE_OFFSET = 4;

	private final ByteBuffer program;

	private SystemCallFilter(int instructions) {
		this.program = ByteBuffer.allocate(8 * instructions).order(ByteOrder.nativeOrder());
	}

	static byte[] refusing(List<SystemCall> calls) {
		SystemCallFilter filter = new SystemCallFilter(calls.size() + 6);
		filter.add(LOAD_WORD, 0, 0, ARCHITECTURE_OFFSET);
		filter.add(JUMP_IF_EQUAL, 1, 0, ARCHITECTURE);
		filter.add(RETURN, 0, 0, ALLOW);
		filter.add(LOAD_WORD, 0, 0, NUMBER_OFFSET);
		for (int i = 0; i < calls.size(); i++) {
			filter.add(JUMP_IF_EQUAL, calls.size() - i, 0, calls.get(i).number());
		}
		filter.add(RETURN, 0, 0, ALLOW);
		filter.add(RETURN, 0, 0, REFUSE);
		return filter.program.array();
	}

	private void add(short code, int whenTrue, int whenFalse, int value) {
		this.program.putShort(code).put((byte) whenTrue).put((byte) whenFalse).putInt(value);
	}

	enum SystemCall {

		PERF_EVENT_OPEN(298, 241),

		TIMER_CREATE(222, 107),

		SETITIMER(38, 103);

		private final int number;

		SystemCall(int x64, int arm64) {
			this.number = ARM ? arm64 : x64;
		}

		int number() {
			return this.number;
		}

	}

}
