package io.ddprofiling.sample.container;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.ddprofiling.sample.SampleApplication;

/**
 * The shop, which takes all the memory it can get, outside of its heap, as soon as a file
 * says so.
 */
public final class GreedyShop {

	static final String SIGNAL = "take-all-memory";

	private static final int PIECE = 8 * 1024 * 1024;

	private GreedyShop() {
	}

	public static void main(String[] arguments) {
		Thread greed = new Thread(GreedyShop::waitAndTake, "greed");
		greed.setDaemon(true);
		greed.start();
		SampleApplication.main(arguments);
	}

	private static void waitAndTake() {
		try {
			while (!Files.exists(Path.of("/tmp", SIGNAL))) {
				Thread.sleep(200);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return;
		}
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
