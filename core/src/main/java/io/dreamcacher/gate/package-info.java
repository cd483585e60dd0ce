/**
 * Whether a remembered image may stand in for a new one: a guard that reads both prompts, a calibration that says how
 * similar is similar enough for one model, and the gate that decides with a reason.
 */
@NullMarked
package io.dreamcacher.gate;

import org.jspecify.annotations.NullMarked;
