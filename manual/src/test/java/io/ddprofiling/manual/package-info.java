/**
 * Renders the manual, and holds it against the code and a running application.
 */
package io.ddprofiling.manual;
