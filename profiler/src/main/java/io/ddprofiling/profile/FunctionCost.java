package io.ddprofiling.profile;

/**
 * What one function of a profile costs in one column.
 *
 * @param function the dotted name of class and method, or a native symbol
 * @param self the sum of the samples in which it is the innermost frame
 * @param total the sum of the samples in which it is any frame, each sample counted once
 * however often the function is in its stack
 * @since 0.1.0
 */
public record FunctionCost(String function, long self, long total) {

}
