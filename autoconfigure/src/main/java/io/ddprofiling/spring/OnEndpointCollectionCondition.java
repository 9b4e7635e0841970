package io.ddprofiling.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless the profiler, or what tells it of requests, is switched off. The
 * switches are read as leniently as they are when properties are bound.
 */
final class OnEndpointCollectionCondition extends SpringBootCondition {

	private static final String[] SWITCHES = { "dd.profiling.enabled", "dd.profiling.endpoint.collection.enabled" };

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Endpoint collection");
		for (String name : SWITCHES) {
			if (!Switch.isOn(context.getEnvironment(), name)) {
				return ConditionOutcome.noMatch(message.because(name + " is off"));
			}
		}
		return ConditionOutcome.match(message.because("it is not switched off"));
	}

}
