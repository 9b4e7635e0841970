package io.ddprofiling.span;

/**
 * What all units of work of one kind are called.
 *
 * @param text the name, for example {@code GET /orders/{id}}
 * @param web whether they are requests to a server
 * @since 0.1.0
 */
public record SpanName(String text, boolean web) {

}
