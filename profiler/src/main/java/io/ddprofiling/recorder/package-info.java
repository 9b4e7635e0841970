/**
 * Recording samples of this JVM into JFR files, and cutting the recording into chunks
 * without losing a sample.
 */
@NullMarked
package io.ddprofiling.recorder;

import org.jspecify.annotations.NullMarked;
