package io.ddprofiling.sample.container;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.sample.SampleApplication;

/**
 * The shop, which takes all the processor time or memory it can get as soon as a file
 * says so.
 */
public final class GreedyShop {

	static final String ALL_TIME = "take-all-time";

	static final String ALL_MEMORY = "take-all-memory";

	private static final int PIECE = 8 * 1024 * 1024;

	private static volatile long sink;

	private GreedyShop() {
	}

	public static void main(String[] arguments) {
		when(ALL_TIME, GreedyShop::takeAllTime);
		when(ALL_MEMORY, GreedyShop::takeAllMemory);
		SampleApplication.main(arguments);
	}

	private static void when(String signal, Runnable greed) {
		Thread thread = new Thread(() -> {
			try {
				while (!Files.exists(Path.of("/tmp", signal))) {
					Thread.sleep(200);
				}
				greed.run();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, signal);
		thread.setDaemon(true);
		thread.start();
	}

	private static void takeAllTime() {
		long sum = 0;
		while (true) {
			sum = 31 * sum + System.nanoTime();
			sink = sum;
		}
	}

	// outside of the heap, which the JVM keeps within its limits
	private static void takeAllMemory() {
		List<ByteBuffer> taken = new ArrayList<>();
		while (true) {
			ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
			while (piece.hasRemaining()) {
				piece.put((byte) 1);
			}
			taken.add(piece);
		}
	}

}
