package io.ddprofiling.encode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CallTree}.
 */
class CallTreeTests {

	private final CallTree.Builder builder = new CallTree.Builder();

	@Test
	void withoutStacksIsTheRootAlone() {
		CallTree tree = this.builder.build(10);

		assertThat(print(tree)).containsExactly("all 0 0");
	}

	@Test
	void sumsStacksWithCommonCallers() {
		add("main;work;sort", 5);
		add("main;work", 3);
		add("main;idle", 4);
		add("main;work;sort", 2);

		assertThat(print(this.builder.build(10))).containsExactly("all 14 0", " main 14 0", "  work 10 3",
				"   sort 7 7", "  idle 4 4");
	}

	@Test
	void sortsChildrenByTotalThenName() {
		add("small", 1);
		add("equal-b", 5);
		add("large", 9);
		add("equal-a", 5);

		assertThat(print(this.builder.build(10))).containsExactly("all 20 0", " large 9 9", " equal-a 5 5",
				" equal-b 5 5", " small 1 1");
	}

	@Test
	void recursionMakesANodePerLevel() {
		add("f;f;f", 1);

		assertThat(print(this.builder.build(10))).containsExactly("all 1 0", " f 1 0", "  f 1 0", "   f 1 1");
	}

	@Test
	void stackWithoutFramesCountsForTheRoot() {
		this.builder.add(new int[0], 0, 7);

		assertThat(print(this.builder.build(10))).containsExactly("all 7 7");
	}

	@Test
	void readsNoMoreFramesThanTheLength() {
		int[] ids = { this.builder.name("a"), this.builder.name("b"), -1 };

		this.builder.add(ids, 1, 7);

		assertThat(print(this.builder.build(10))).containsExactly("all 7 0", " a 7 7");
	}

	@Test
	void zeroLeavesNoTrace() {
		add("nothing", 0);

		CallTree tree = this.builder.build(10);

		assertThat(tree.size()).isEqualTo(1);
		assertThat(tree.nameCount()).isEqualTo(1);
	}

	@Test
	void negativeValueIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.add(new int[0], 0, -1))
			.withMessage("'value' must not be negative");
	}

	@Test
	void limitWithoutRoomForTruncatedIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.builder.build(1))
			.withMessage("'maxNodes' must be at least 2");
	}

	@Test
	void equalNamesHaveOneId() {
		int id = this.builder.name("a");

		assertThat(this.builder.name("b")).isNotEqualTo(id);
		assertThat(this.builder.name(new String("a"))).isEqualTo(id);
	}

	@Test
	void foldsSmallestNodesIntoOneChildOfTheirParent() {
		add("main;a", 10);
		add("main;b;x", 9);
		add("main;c", 3);
		add("main;d;y", 2);
		add("other", 1);

		CallTree tree = this.builder.build(7);

		assertThat(print(tree)).containsExactly("all 25 0", " main 24 0", "  a 10 10", "  b 9 0", "   x 9 9",
				"  (truncated) 5 5", " (truncated) 1 1");
		assertThat(tree.folded()).isEqualTo(4);
	}

	@Test
	void treeThatFitsExactlyIsNotTruncated() {
		add("a;b", 1);
		add("c", 1);

		CallTree tree = this.builder.build(4);

		assertThat(print(tree)).doesNotContain("(truncated)");
		assertThat(tree.folded()).isZero();
	}

	@Test
	void smallestLimitFoldsEverythingBelowTheRoot() {
		add("a;b", 3);
		add("c", 1);
		this.builder.add(new int[0], 0, 5);

		assertThat(print(this.builder.build(2))).containsExactly("all 9 5", " (truncated) 4 4");
	}

	@Test
	void forgetsNamesThatAreNotShown() {
		add("large", 10);
		add("small-1", 1);
		add("small-2", 1);

		CallTree tree = this.builder.build(3);

		assertThat(tree.nameCount()).isEqualTo(3);
		assertThat(print(tree)).containsExactly("all 12 0", " large 10 10", " (truncated) 2 2");
	}

	@Test
	void totalsStayRightAtEveryLimit() {
		List<String> stacks = randomStacks(500);
		stacks.forEach((stack) -> add(stack, stack.length()));
		long sum = stacks.stream().mapToLong(String::length).sum();

		for (int limit = 2; limit < 800; limit += 7) {
			assertSound(this.builder.build(limit), limit, sum);
		}
	}

	@Test
	void orderOfStacksDoesNotMatter() {
		List<String> stacks = randomStacks(400);
		CallTree.Builder other = new CallTree.Builder();
		stacks.forEach((stack) -> add(stack, 1));
		Collections.reverse(stacks);
		stacks.forEach((stack) -> add(other, stack, 1));

		assertThat(print(this.builder.build(150))).isEqualTo(print(other.build(150)));
		assertThat(print(this.builder.build(10_000))).isEqualTo(print(other.build(10_000)));
	}

	@Test
	void builderGoesOnAfterBuild() {
		add("a", 1);
		CallTree before = this.builder.build(10);
		add("a;b", 2);

		assertThat(print(before)).containsExactly("all 1 0", " a 1 1");
		assertThat(print(this.builder.build(10))).containsExactly("all 3 0", " a 3 1", "  b 2 2");
	}

	@Test
	void deepStackDoesNotOverflow() {
		int[] ids = new int[20_000];
		Arrays.setAll(ids, (i) -> this.builder.name("f" + i % 3));

		this.builder.add(ids, ids.length, 1);

		assertThat(this.builder.build(100_000).size()).isEqualTo(20_001);
		assertThat(this.builder.build(50).size()).isEqualTo(50);
	}

	private static void assertSound(CallTree tree, int limit, long sum) {
		long[] below = new long[tree.size()];
		int[] path = new int[tree.size()];
		long selfs = 0;
		for (int node = 0; node < tree.size(); node++) {
			path[tree.depth(node)] = node;
			selfs += tree.self(node);
			if (node > 0) {
				below[path[tree.depth(node) - 1]] += tree.total(node);
			}
		}
		assertThat(tree.size()).isLessThanOrEqualTo(limit);
		assertThat(tree.total(0)).isEqualTo(sum).isEqualTo(selfs);
		for (int node = 0; node < tree.size(); node++) {
			assertThat(tree.self(node) + below[node]).isEqualTo(tree.total(node));
		}
	}

	private static List<String> randomStacks(int count) {
		Random random = new Random(42);
		List<String> stacks = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			StringBuilder stack = new StringBuilder("main");
			for (int depth = random.nextInt(8); depth > 0; depth--) {
				stack.append(";f").append((int) Math.abs(random.nextGaussian() * 3));
			}
			stacks.add(stack.toString());
		}
		return stacks;
	}

	private void add(String stack, long value) {
		add(this.builder, stack, value);
	}

	private static void add(CallTree.Builder builder, String stack, long value) {
		int[] ids = Arrays.stream(stack.split(";")).mapToInt(builder::name).toArray();
		builder.add(ids, ids.length, value);
	}

	private static List<String> print(CallTree tree) {
		List<String> lines = new ArrayList<>();
		for (int node = 0; node < tree.size(); node++) {
			lines.add(" ".repeat(tree.depth(node)) + tree.name(tree.nameId(node)) + " " + tree.total(node) + " "
					+ tree.self(node));
		}
		return lines;
	}

}
