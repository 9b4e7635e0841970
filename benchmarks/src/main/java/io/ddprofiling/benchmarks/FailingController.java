package io.ddprofiling.benchmarks;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A handler that throws and catches twenty exceptions, thirty calls deep, of three
 * classes.
 */
@RestController
@EnableAutoConfiguration
class FailingController {

	static final int EXCEPTIONS = 20;

	private static final int DEPTH = 30;

	@GetMapping("/fail")
	int fail() {
		int caught = 0;
		for (int i = 0; i < EXCEPTIONS; i++) {
			try {
				descend(DEPTH, i);
			}
			catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException ex) {
				caught++;
			}
		}
		return caught;
	}

	private static int descend(int depth, int turn) {
		if (depth > 0) {
			return descend(depth - 1, turn) + 1;
		}
		if (turn % 10 == 0) {
			throw new UnsupportedOperationException("one in ten");
		}
		if (turn % 3 == 0) {
			throw new IllegalArgumentException("nearly one in three");
		}
		throw new IllegalStateException("the rest");
	}

}
