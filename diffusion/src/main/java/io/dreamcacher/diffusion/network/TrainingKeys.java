package io.dreamcacher.diffusion.network;

import java.util.Set;

/** Keys that training tools leave in configs, and that mean nothing afterwards. */
final class TrainingKeys {
    /** What diffusers' EMAModel writes: how the weights were averaged. */
    static final Set<String> MOVING_AVERAGE = Set.of("decay", "inv_gamma", "min_decay", "optimization_step", "power",
            "update_after_step", "use_ema_warmup");

    private TrainingKeys() {}
}
