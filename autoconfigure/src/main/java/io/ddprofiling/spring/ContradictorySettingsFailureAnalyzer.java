package io.ddprofiling.spring;

import io.ddprofiling.ContradictorySettingsException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link ContradictorySettingsException}.
 */
final class ContradictorySettingsFailureAnalyzer extends AbstractFailureAnalyzer<ContradictorySettingsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ContradictorySettingsException cause) {
		return new FailureAnalysis("DDP-100 The profiler's properties contradict each other: " + cause.getMessage(),
				cause.remedy(), cause);
	}

}
