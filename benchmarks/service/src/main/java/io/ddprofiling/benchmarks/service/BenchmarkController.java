package io.ddprofiling.benchmarks.service;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The service's requests.
 */
@RestController
class BenchmarkController {

	/**
	 * 6 of 20 compute, 5 allocate, 3 throw, 3 wait for a lock and 3 sleep.
	 */
	private static final int[] MIX = { 0, 1, 2, 0, 3, 1, 4, 0, 1, 2, 0, 3, 1, 4, 0, 2, 1, 3, 0, 4 };

	private final AtomicInteger requests = new AtomicInteger();

	@GetMapping("/mix")
	String mix() {
		return switch (MIX[Math.floorMod(this.requests.getAndIncrement(), MIX.length)]) {
			case 0 -> compute();
			case 1 -> allocate();
			case 2 -> lock();
			case 3 -> fail();
			default -> sleep();
		};
	}

	@GetMapping("/compute")
	String compute() {
		return answer("compute", Work.compute());
	}

	@GetMapping("/allocate")
	String allocate() {
		return answer("allocate", Work.allocate());
	}

	@GetMapping("/lock")
	String lock() {
		return answer("lock", Work.lock());
	}

	@GetMapping("/fail")
	String fail() {
		return answer("fail", Work.throwDeep());
	}

	@GetMapping("/sleep")
	String sleep() {
		return answer("sleep", Work.sleep(20));
	}

	@GetMapping("/known/cpu")
	String knownCpu() {
		return answer("cpu", Truth.measured("endpoint.cpu", KnownShares::compute));
	}

	@GetMapping("/known/allocation")
	String knownAllocation() {
		return answer("allocation", Truth.measured("endpoint.allocation", KnownShares::allocate));
	}

	@GetMapping("/known/deep")
	String knownDeep() {
		return answer("deep", Truth.measured("endpoint.deep", () -> KnownShares.deep(150)));
	}

	@GetMapping("/known/lock/long")
	String knownLongWait() {
		return answer("lock", KnownShares.waitLong());
	}

	@GetMapping("/known/lock/short")
	String knownShortWait() {
		return answer("lock", KnownShares.waitShort());
	}

	@GetMapping("/known/exceptions")
	String knownExceptions() {
		return answer("exceptions", KnownShares.fail());
	}

	@GetMapping("/known/sleep")
	String knownSleep() {
		return answer("sleep", Truth.measured("endpoint.sleep", () -> Work.sleep(20)));
	}

	@GetMapping("/truth")
	Map<String, Long> truth() {
		return Truth.sums();
	}

	private static String answer(String work, long result) {
		return work + " " + result;
	}

}
