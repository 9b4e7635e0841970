package io.ddprofiling.benchmarks.conversion;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What a run cost. Elapsed time is not in it: others use the machine, too.
 *
 * @param cpuNanos CPU time of the thread that ran it
 * @param processNanos CPU time of the whole process meanwhile
 * @param allocated bytes that the thread allocated
 * @param written bytes that were written
 */
record Cost(long cpuNanos, long processNanos, long allocated, long written) {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	static Cost of(Contender contender, RecordingInput input) throws IOException {
		Counted out = new Counted();
		long thread = Thread.currentThread().getId();
		long allocated = THREADS.getThreadAllocatedBytes(thread);
		long process = SYSTEM.getProcessCpuTime();
		long cpu = THREADS.getCurrentThreadCpuTime();
		contender.run(input, out);
		return new Cost(THREADS.getCurrentThreadCpuTime() - cpu, SYSTEM.getProcessCpuTime() - process,
				THREADS.getThreadAllocatedBytes(thread) - allocated, out.bytes);
	}

	// JMC reads on threads of its own
	long nanos(Contender contender) {
		return (contender == Contender.JMC) ? this.processNanos : this.cpuNanos;
	}

	/**
	 * Counts what is written, and forgets it.
	 */
	private static final class Counted extends OutputStream {

		private long bytes;

		@Override
		public void write(int value) {
			this.bytes++;
		}

		@Override
		public void write(byte[] buffer, int offset, int length) {
			this.bytes += length;
		}

	}

}
