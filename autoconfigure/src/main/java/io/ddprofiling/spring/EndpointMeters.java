package io.ddprofiling.spring;

import java.lang.ref.WeakReference;
import java.util.function.Consumer;

import io.ddprofiling.EndpointCounter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;

/**
 * Registers the meters of endpoints with one registry, as soon as there is something to
 * measure.
 */
final class EndpointMeters implements Consumer<EndpointCounter> {

	private static final double NANOS = 1e9;

	// a registry that is given up need not be closed
	private final WeakReference<MeterRegistry> registry;

	private final Consumer<EndpointMeters> end;

	EndpointMeters(MeterRegistry registry, Consumer<EndpointMeters> end) {
		this.registry = new WeakReference<>(registry);
		this.end = end;
	}

	@Override
	public void accept(EndpointCounter counter) {
		MeterRegistry present = this.registry.get();
		if (present == null || present.isClosed()) {
			this.end.accept(this);
			return;
		}
		switch (counter.cost()) {
			case CPU -> register(present, counter, "profiler.endpoint.cpu", "seconds", NANOS,
					"CPU time of requests or other work");
			case ALLOCATION -> register(present, counter, "profiler.endpoint.allocated", BaseUnits.BYTES, 1,
					"Memory that requests or other work allocated on the Java heap");
			case WAIT -> register(present, counter, "profiler.endpoint.wait", "seconds", NANOS,
					"Time that the threads of requests or other work slept or waited");
		}
	}

	private static void register(MeterRegistry registry, EndpointCounter counter, String name, String unit,
			double divisor, String description) {
		FunctionCounter.builder(name, counter, (source) -> source.sum() / divisor)
			.tag("endpoint", counter.endpoint())
			.baseUnit(unit)
			.description(description)
			.register(registry);
	}

}
