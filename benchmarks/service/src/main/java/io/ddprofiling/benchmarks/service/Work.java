package io.ddprofiling.benchmarks.service;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a service does all day. Every call of a method does the same work.
 */
@SuppressWarnings("serial")
final class Work {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	// More kinds of characters than the compiler inlines. With two, chance decided at the
	// start of each JVM, and a tenth of the CPU time depended on it.
	private static final Pattern ADDRESS = Pattern.compile("([a-z]+)-(\\d+)@(\\w+)\\.(com|org|net)\\s+(\\S*)");

	private static final String DOCUMENT = JSON.writeValueAsString(IntStream.range(0, 40)
		.mapToObj((i) -> new Item(i, "item-" + i, i * 1.25, List.of("a" + i, "b" + i, "c" + i)))
		.toList());

	private static final String TEXT = IntStream.range(0, 120)
		.mapToObj((i) -> "user-" + i * 7 + "@host" + i + ((i % 3 == 0) ? ".com " : ".dev ") + "lorem ipsum ")
		.collect(Collectors.joining());

	private static final Map<Long, byte[]> RETAINED = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
			return size() > 2000;
		}

	};

	private static final Object MONITOR = new Object();

	private static long retained;

	private Work() {
	}

	// JSON, regular expressions and hashes
	static long compute() {
		long result = 0;
		for (int i = 0; i < 6; i++) {
			result += JSON.writeValueAsString(JSON.readValue(DOCUMENT, Item[].class)).length();
		}
		for (int i = 0; i < 6; i++) {
			Matcher matcher = ADDRESS.matcher(TEXT);
			while (matcher.find()) {
				result = result * 31 + matcher.group(2).hashCode();
			}
		}
		return result + hash();
	}

	// about 1 MB of objects that die at once, and a cache of 8 MB
	static long allocate() {
		Node node = null;
		for (int i = 0; i < 12_000; i++) {
			node = new Node(i, node);
		}
		long result = 0;
		for (Node next = node; next != null; next = next.next()) {
			result += next.value();
		}
		byte[][] kept = new byte[16][];
		for (int i = 0; i < 180; i++) {
			kept[i & 15] = new byte[4096];
			result += kept[i & 15].length;
		}
		synchronized (RETAINED) {
			RETAINED.put(retained++, new byte[4000]);
			return result + RETAINED.size();
		}
	}

	// a lock that is held asleep: contention does not depend on the number of processors
	static long lock() {
		synchronized (MONITOR) {
			return sleep(1);
		}
	}

	static long throwDeep() {
		long result = 0;
		for (int i = 0; i < 20; i++) {
			try {
				result += down(30, i);
			}
			catch (DeepException ex) {
				result += String.valueOf(ex.getMessage()).length();
			}
		}
		return result;
	}

	static long sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return millis;
	}

	private static long hash() {
		try {
			MessageDigest digest = MessageDigest.getInstance("MD5");
			for (int i = 0; i < 40; i++) {
				digest.update(TEXT.getBytes(StandardCharsets.UTF_8));
			}
			return digest.digest()[0];
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static int down(int depth, int number) {
		if (depth == 0) {
			throw new DeepException("deep " + number);
		}
		return down(depth - 1, number) + 1;
	}

	/**
	 * A thing to write as JSON.
	 *
	 * @param id number
	 * @param name name
	 * @param price price
	 * @param tags tags
	 */
	record Item(int id, String name, double price, List<String> tags) {

	}

	/**
	 * A small object.
	 *
	 * @param value some value
	 * @param next the one before
	 */
	record Node(int value, @Nullable Node next) {

	}

	/**
	 * Thrown from 30 frames deep.
	 */
	static final class DeepException extends RuntimeException {

		DeepException(String message) {
			super(message);
		}

	}

}
