package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.AutoencoderKl.LatentMoments;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.diffusion.preprocessing.VaeImageProcessor;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes the latents that the loop of a call begins with. Noise is drawn in the order of diffusers' pipelines: that of the start image's
 * latents, then that of the loop, then that of the masked image's latents.
 */
final class LatentInitializer {
    private final OnDemand<AutoencoderKl> vae;
    private final boolean unetTakesMask;
    private final PipelineCall call;
    private final BatchNoise noise;
    private final Shape shape;
    private final DenoisingListener listener;

    /**
     * @param unetTakesMask whether the U-Net has channels for mask and masked image
     * @param shape of the batch's latents
     * @param listener may stop the encoding of an image
     */
    LatentInitializer(OnDemand<AutoencoderKl> vae, boolean unetTakesMask, PipelineCall call, BatchNoise noise,
            Shape shape,
            DenoisingListener listener) {
        this.vae = vae;
        this.unetTakesMask = unetTakesMask;
        this.call = call;
        this.noise = noise;
        this.shape = shape;
        this.listener = listener;
    }

    InitLatents prepare() {
        Scheduler scheduler = call.scheduler();
        int firstCall = call.task().firstCall(scheduler);
        return switch (call.task()) {
            case DiffusionTask.Text2Img() -> InitLatents.of(fromNoise(noise.start(shape)), firstCall);
            case DiffusionTask.FromLatents(FloatTensor latents) ->
                InitLatents.of(fromNoise(fitting(latents)), firstCall);
            case DiffusionTask.Img2Img changed -> fromImage(changed.image(), firstCall);
            case DiffusionTask.Inpainting inpainting -> inpainting(inpainting, firstCall);
        };
    }

    private FloatTensor fitting(FloatTensor latents) {
        if (!latents.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "Start latents must have the shape %s; found %s".formatted(shape, latents.shape()));
        }
        return latents;
    }

    private FloatTensor fromNoise(FloatTensor drawn) {
        return drawn.times((float) call.scheduler().initNoiseSigma());
    }

    private InitLatents fromImage(BufferedImage image, int firstCall) {
        FloatTensor original = encoded(pixels(image));
        return InitLatents.of(noised(original, noise.start(shape), firstCall), firstCall);
    }

    private FloatTensor noised(FloatTensor original, FloatTensor drawn, int firstCall) {
        return new FloatTensor(shape, call.scheduler().addNoise(original.values(), drawn.values(), firstCall));
    }

    private InitLatents inpainting(DiffusionTask.Inpainting start, int firstCall) {
        boolean fromNoiseAlone = start.strength() == 1;
        FloatTensor pixels = pixels(start.image());
        // a U-Net that sees the masked image needs the whole one's latents only to start from them
        Optional<FloatTensor> original = unetTakesMask && fromNoiseAlone
                ? Optional.empty()
                : Optional.of(encoded(pixels));
        FloatTensor drawn = noise.start(shape);
        FloatTensor latents = fromNoiseAlone ? fromNoise(drawn) : noised(original.orElseThrow(), drawn, firstCall);

        float[] mask = VaeImageProcessor.mask(start.mask(), call.framing().size());
        FloatTensor masked = encoded(masked(pixels, mask)); // drawn for in any case, as there
        FloatTensor smallMask = small(mask);
        return unetTakesMask
                ? new InitLatents(latents, firstCall, Optional.empty(), extraChannels(smallMask, masked))
                : new InitLatents(latents, firstCall,
                        Optional.of(new KeptPart(original.orElseThrow(), drawn, smallMask)), List.of());
    }

    private FloatTensor pixels(BufferedImage image) {
        ImageSize size = call.framing().size();
        return FloatTensor.of(VaeImageProcessor.image(image, size), 1, 3, size.height(), size.width());
    }

    /** Latents of an image for each of the batch, drawn from their distribution and scaled. */
    private FloatTensor encoded(FloatTensor pixels) {
        return vae.use(network -> {
            LatentMoments moments = CancellationWatch.during(listener, network::interrupt,
                    () -> network.encodeTiled(pixels));
            float[] mean = moments.mean().values();
            float[] drawn = noise.perImage(mean.length);
            float[] logVariance = moments.logVariance().values();
            for (int i = 0; i < drawn.length; i++) {
                int at = i % mean.length;
                drawn[i] = mean[at] + (float) Math.exp(0.5f * logVariance[at]) * drawn[i];
            }
            return network.scaling().scaled(new FloatTensor(shape, drawn));
        });
    }

    /** The image with zeros, a medium grey, where it is made anew. */
    private static FloatTensor masked(FloatTensor pixels, float[] mask) {
        float[] masked = pixels.values().clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] *= 1 - mask[i % mask.length];
        }
        return new FloatTensor(pixels.shape(), masked);
    }

    /** The mask at the latents' size: the nearest pixel's value, rounded up and left. */
    private FloatTensor small(float[] mask) {
        ImageSize size = call.framing().size();
        int height = shape.intSize(2);
        int width = shape.intSize(3);
        float[] small = new float[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                small[y * width + x] = mask[y * size.height() / height * size.width() + x * size.width() / width];
            }
        }
        return FloatTensor.of(small, 1, 1, height, width);
    }

    private static List<FloatTensor> extraChannels(FloatTensor mask, FloatTensor masked) {
        return IntStream.range(0, masked.shape().intSize(0)).mapToObj(image -> {
            FloatTensor latents = masked.item(image);
            float[] both = new float[mask.values().length + latents.values().length];
            System.arraycopy(mask.values(), 0, both, 0, mask.values().length);
            System.arraycopy(latents.values(), 0, both, mask.values().length, latents.values().length);
            return FloatTensor.of(both, 1, 1 + latents.shape().size(1), latents.shape().size(2),
                    latents.shape().size(3));
        }).toList();
    }
}
