package io.ddprofiling;

import io.ddprofiling.store.Capture;

/**
 * A capture that a trigger has begun.
 *
 * @param trigger the trigger's name
 * @param reason what has happened, in a sentence
 * @param capture the capture as it is now: recorded still, or ended
 * @since 0.1.0
 */
public record TriggeredCapture(String trigger, String reason, Capture capture) {

}
