package io.ddprofiling;

/**
 * Thrown when two settings cannot both hold. The message names both, their values and the
 * remedy.
 *
 * @since 0.1.0
 */
public class ContradictorySettingsException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Creates an exception.
	 * @param message the settings and their values
	 * @param remedy what to change
	 */
	public ContradictorySettingsException(String message, String remedy) {
		super(message);
		this.remedy = remedy;
	}

	/**
	 * What to change.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
