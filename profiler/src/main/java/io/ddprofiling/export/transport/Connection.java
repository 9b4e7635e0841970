package io.ddprofiling.export.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A connection to a server. Closing it, which any thread may do at any time, ends
 * whatever another thread waits for.
 */
interface Connection extends Closeable {

	void open() throws IOException;

	InputStream input() throws IOException;

	OutputStream output() throws IOException;

}
