package io.ddprofiling.jfr;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

import io.ddprofiling.chunk.ByteCursor;
import io.ddprofiling.chunk.Numbers;
import io.ddprofiling.profile.Profile;
import io.ddprofiling.profile.ProfileBuilder;
import io.ddprofiling.profile.ProfileType;
import io.ddprofiling.profile.Sampler;
import io.ddprofiling.profile.SamplingRates;
import io.ddprofiling.profile.TimeWindow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkStacksTests {

	private final ProfileBuilder builder = new ProfileBuilder(EnumSet.of(ProfileType.CPU), SamplingRates.NONE);

	private final SharedTables shared = new SharedTables(this.builder);

	private final ChunkStacks stacks = new ChunkStacks(this.shared, Sampler.ASYNC_PROFILER);

	@Test
	void stackOfTheChunkBeforeIsTheSame() {
		int first = read(new Tables().method(1, "shop/Cart", "add").stack(7, 1, 10), 7);
		int second = read(new Tables().method(1, "shop/Cart", "add").stack(7, 1, 10), 7);

		assertThat(second).isEqualTo(first);
		assertThat(leaf(second)).isEqualTo("shop.Cart.add:10");
	}

	@Test
	void methodWithTheNumberOfAnotherIsNotTakenForIt() {
		int first = read(new Tables().method(1, "shop/Cart", "add").stack(7, 1, 10), 7);
		int second = read(new Tables().method(1, "shop/Cart", "remove").stack(7, 1, 10), 7);

		assertThat(leaf(first)).isEqualTo("shop.Cart.add:10");
		assertThat(leaf(second)).isEqualTo("shop.Cart.remove:10");
	}

	@Test
	void stackWithTheNumberOfAnotherIsNotTakenForIt() {
		int first = read(new Tables().method(1, "shop/Cart", "add").stack(7, 1, 10), 7);
		int second = read(new Tables().method(1, "shop/Cart", "add").stack(7, 1, 11), 7);

		assertThat(leaf(first)).isEqualTo("shop.Cart.add:10");
		assertThat(leaf(second)).isEqualTo("shop.Cart.add:11");
	}

	@Test
	void methodThatWasMissingMeanwhileIsComparedAgain() {
		read(new Tables().method(1, "shop/Cart", "add").stack(7, 1, 10), 7);
		read(new Tables().method(2, "shop/Cart", "sum").stack(8, 2, 20), 8);
		int third = read(new Tables().method(1, "shop/Order", "pay").stack(7, 1, 10), 7);

		assertThat(leaf(third)).isEqualTo("shop.Order.pay:10");
	}

	@Test
	void stackThatPassesThroughTheProfilerIsItsOwnInEveryChunk() {
		Tables tables = new Tables().method(1, "io/ddprofiling/Profiler", "snapshot").stack(7, 1, 10);

		assertThat(read(tables, 7)).isEqualTo(ChunkStacks.OWN);
		assertThat(read(tables, 7)).isEqualTo(ChunkStacks.OWN);
	}

	@Test
	void stackThatIsMissingIsUnknown() {
		assertThat(leaf(read(new Tables(), 7))).isEqualTo("[unknown]:0");
	}

	private int read(Tables tables, long stack) {
		this.stacks.open(tables);
		return this.stacks.stack(stack);
	}

	private String leaf(int stack) {
		Profile profile = this.builder.build(new TimeWindow(Instant.EPOCH, Instant.EPOCH.plusSeconds(1)));
		int frame = profile.frame(stack, 0);
		return profile.functionName(profile.function(frame)) + ":" + profile.line(frame);
	}

	/**
	 * The tables of a chunk with stacks of one frame.
	 */
	private final class Tables implements ChunkTables {

		private final Map<Long, int[]> methods = new HashMap<>();

		private final Map<Long, byte[]> frames = new HashMap<>();

		Tables method(long id, String className, String name) {
			this.methods.put(id, new int[] { symbol(className), symbol(name) });
			return this;
		}

		Tables stack(long id, long method, int line) {
			this.frames.put(id, new Numbers().add(1).add(method).add(line).add(0).add(1).toByteArray());
			return this;
		}

		private int symbol(String text) {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			return ChunkStacksTests.this.shared.symbols().number(bytes, 0, bytes.length);
		}

		@Override
		public ChunkClock clock() {
			return ChunkClock.NONE;
		}

		@Override
		public boolean stack(long id, StackFrames into) {
			byte[] bytes = this.frames.get(id);
			if (bytes != null) {
				into.bytes(new ByteCursor(bytes), bytes.length);
			}
			return bytes != null;
		}

		@Override
		public int methodName(long id) {
			return this.methods.get(id)[1];
		}

		@Override
		public int methodClass(long id) {
			return this.methods.get(id)[0];
		}

		@Override
		public boolean isMethod(long id, int className, int methodName) {
			return !this.methods.containsKey(id) || methodClass(id) == className && methodName(id) == methodName;
		}

		@Override
		public int className(long id) {
			return Symbols.NONE;
		}

		@Override
		public @Nullable String threadName(int tid) {
			return null;
		}

		@Override
		public long javaId(int tid) {
			return 0;
		}

	}

}
