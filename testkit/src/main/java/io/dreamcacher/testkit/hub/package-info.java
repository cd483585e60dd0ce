/** A model hub for tests: two HTTP servers on the loopback interface, the hub and the store it redirects to. */
@NullMarked
package io.dreamcacher.testkit.hub;

import org.jspecify.annotations.NullMarked;
