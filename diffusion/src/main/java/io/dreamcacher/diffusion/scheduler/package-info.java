/** The samplers of diffusion: noise schedules and the steps that go through them, one class a published algorithm. */
@NullMarked
package io.dreamcacher.diffusion.scheduler;

import org.jspecify.annotations.NullMarked;
