package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.FloatTensor;
import java.util.List;
import java.util.Optional;

/**
 * Where the denoising loop begins.
 *
 * @param latents [images, channels, h, w], scaled for the scheduler
 * @param firstCall of the scheduler
 * @param kept what is put back after every step
 * @param extraChannels mask and masked image for each image, where the U-Net takes them; else empty
 */
record InitLatents(FloatTensor latents, int firstCall, Optional<KeptPart> kept, List<FloatTensor> extraChannels) {
    static InitLatents of(FloatTensor latents, int firstCall) {
        return new InitLatents(latents, firstCall, Optional.empty(), List.of());
    }
}
