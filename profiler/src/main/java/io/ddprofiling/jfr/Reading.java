package io.ddprofiling.jfr;

import java.io.IOException;

/**
 * The reading of one chunk into a profile.
 */
interface Reading {

	void read() throws IOException;

}
