/**
 * Secrets of this machine's user: from the environment, from a file, or from a file encrypted with Fernet whose key is in the
 * environment. What is secret is in memory only; no message, log or {@code toString} has any of it.
 */
@NullMarked
package io.dreamcacher.files.secrets;

import org.jspecify.annotations.NullMarked;
