package io.ddprofiling.spring;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.ddprofiling.spring.MeterCondition.Statistic;
import io.ddprofiling.trigger.TriggerEvent;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MeterTrigger} and {@link MeterCondition}.
 */
class MeterTriggerTests {

	private static final long SECOND = 1_000_000_000L;

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, new MockClock());

	private long now;

	@Test
	void conditionsAreRead() {
		assertThat(MeterCondition.parse(" a.b-c{x=1, y.z = GET /orders/{id} } max > 2.5 ;; d>-1;")).containsExactly(
				new MeterCondition("a.b-c", Map.of("x", "1", "y.z", "GET /orders/{id}"), Statistic.MAX, 2.5),
				new MeterCondition("d", Map.of(), Statistic.VALUE, -1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ";", "a", "a > x", "a >", "> 1", "a{ > 1", "a{b} > 1", "a{=b} > 1", "a sum > 1",
			"a < 1", "a > 1, b > 2", "a > 1e9" })
	void brokenConditionIsExplained(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> MeterCondition.parse(text))
			.withMessage("it must be conditions, separated by semicolons, as in"
					+ " hikaricp.connections.pending{pool=main} value > 5, with one of the statistics"
					+ " [value, max, mean, rate]");
	}

	@Test
	void valueOfAGaugeIsLookedAt() {
		AtomicInteger main = this.registry.gauge("pending", Tags.of("pool", "main"), new AtomicInteger());
		AtomicInteger other = this.registry.gauge("pending", Tags.of("pool", "other"), new AtomicInteger());
		MeterTrigger trigger = trigger("pending{pool=main} > 5");

		other.set(6);
		main.set(5);
		assertThat(look(trigger)).isNull();
		main.set(6);
		assertThat(look(trigger).reason()).isEqualTo("The meter pending{pool=main} value > 5.0 is at 6.000");
	}

	@Test
	void countersAreLookedAtByTheirRate() {
		MeterTrigger trigger = trigger("errors rate > 10");
		this.registry.counter("errors").increment(1000);

		assertThat(look(trigger)).as("what was before says nothing").isNull();
		this.registry.counter("errors").increment(10);
		assertThat(look(trigger)).isNull();
		this.registry.counter("errors").increment(11);
		assertThat(look(trigger)).isNotNull();
		assertThat(look(trigger)).isNull();
	}

	@Test
	void timersAreLookedAtByTheirMeanAndMax() {
		Timer timer = this.registry.timer("requests");
		MeterTrigger mean = trigger("requests mean > 1");
		MeterTrigger max = trigger("requests max > 2");
		timer.record(Duration.ofMillis(100));
		look(mean);

		timer.record(Duration.ofMillis(1500));
		assertThat(look(mean)).isNotNull();
		assertThat(look(mean)).as("nothing since").isNull();
		assertThat(look(max)).isNull();
		timer.record(3, TimeUnit.SECONDS);
		assertThat(look(max)).isNotNull();
	}

	@Test
	void metersThatAreNotThereAreNoEvent() {
		assertThat(look(trigger("nothing > -1"))).isNull();
		assertThat(look(new MeterTrigger("meter", MeterCondition.parse("a > -1").get(0), () -> null))).isNull();
	}

	private MeterTrigger trigger(String condition) {
		return new MeterTrigger("meter", MeterCondition.parse(condition).get(0), () -> this.registry);
	}

	private TriggerEvent look(MeterTrigger trigger) {
		this.now += SECOND;
		return trigger.look(this.now);
	}

}
