/** What everything that writes and reads image files must do, and one without codecs. */
@NullMarked
package io.dreamcacher.testkit.media;

import org.jspecify.annotations.NullMarked;
