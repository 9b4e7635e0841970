package io.ddprofiling.recorder;

/**
 * Decides how many exceptions there are to one that is looked at: each while few are
 * thrown, so that none of a rare class is missed, and few of many in a storm. Every
 * change costs some 20 KB of metaspace that the JVM never gives back, so that it changes
 * back late and not for ever.
 */
final class ExceptionRate {

	static final int EACH = 1;

	/**
	 * Looking at each of so many takes about 0.05 % of a core.
	 */
	private static final long MANY_PER_SECOND = 2000;

	private static final long FEW_PER_SECOND = 200;

	private static final int QUIET_LOOKS = 60;

	private static final int MAX_CHANGES = 200;

	private final int inStorm;

	private int interval = EACH;

	private int quiet;

	private int changes;

	/**
	 * Creates a rate.
	 * @param inStorm how many exceptions there are to one that is looked at while many
	 * are thrown
	 */
	ExceptionRate(int inStorm) {
		this.inStorm = prime(inStorm);
	}

	int interval() {
		return this.interval;
	}

	// to be called about once a second
	void observe(long thrown, double seconds) {
		double perSecond = thrown / Math.max(0.001, seconds);
		this.quiet = (perSecond < FEW_PER_SECOND) ? this.quiet + 1 : 0;
		if (this.interval == EACH) {
			if (perSecond > MANY_PER_SECOND) {
				change(this.inStorm);
			}
		}
		else if (this.quiet >= QUIET_LOOKS && this.changes < MAX_CHANGES) {
			change(EACH);
		}
	}

	private void change(int next) {
		this.changes += (next != this.interval) ? 1 : 0;
		this.interval = next;
	}

	// A request that throws a fixed number of exceptions would otherwise show the same
	// one of them each time.
	private static int prime(int least) {
		int candidate = Math.max(EACH, least);
		while (!isPrime(candidate)) {
			candidate++;
		}
		return candidate;
	}

	private static boolean isPrime(int number) {
		for (int divisor = 2; divisor * divisor <= number; divisor++) {
			if (number % divisor == 0) {
				return false;
			}
		}
		return true;
	}

}
