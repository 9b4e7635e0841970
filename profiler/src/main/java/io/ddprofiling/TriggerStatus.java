package io.ddprofiling;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a trigger has done since the JVM started.
 *
 * @param name the trigger's name
 * @param fired captures that it has begun
 * @param suppressed events during a cooldown
 * @param refused events for which no capture could be had
 * @param last when it has fired last, {@code null} if never
 * @since 0.1.0
 */
public record TriggerStatus(String name, long fired, long suppressed, long refused, @Nullable Instant last) {

}
