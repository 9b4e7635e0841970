package io.ddprofiling.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

import io.ddprofiling.Profiler;

/**
 * What the endpoint can do to a {@link Profiler}.
 */
enum ProfilerAction {

	PAUSE(Profiler::pause),

	RESUME(Profiler::resume);

	private final Consumer<Profiler> effect;

	ProfilerAction(Consumer<Profiler> effect) {
		this.effect = effect;
	}

	static Optional<ProfilerAction> of(String text) {
		return Arrays.stream(values())
			.filter((action) -> action.id().equals(text.toLowerCase(Locale.ROOT)))
			.findFirst();
	}

	static List<String> ids() {
		return Arrays.stream(values()).map(ProfilerAction::id).toList();
	}

	void apply(Profiler profiler) {
		this.effect.accept(profiler);
	}

	private String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
