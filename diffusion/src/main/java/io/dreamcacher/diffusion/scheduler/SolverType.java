package io.dreamcacher.diffusion.scheduler;

/**
 * How a solver of second order weighs its slope. Each algorithm has its own two or one; as in diffusers it takes another
 * algorithm's for its default, so that a configuration serves them all.
 */
enum SolverType {
    /** The exponential midpoint rule of DPM-Solver. */
    MIDPOINT,
    /** The exponential Heun rule of DPM-Solver. */
    HEUN,
    /** Polynomials in log rho, of DEIS. */
    LOGRHO,
    /** B(h) = h, of UniPC. */
    BH1,
    /** B(h) = exp(h) - 1, of UniPC. */
    BH2
}
