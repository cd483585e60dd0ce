package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.network.AutoencoderKl.LatentMoments;
import java.util.stream.IntStream;

/**
 * An autoencoder that takes large images in tiles, so that its activations need no more memory than one tile's. Tiles
 * overlap by a quarter, where each fades into the next in a straight line, as {@code tiled_decode} of diffusers'
 * AutoencoderKL has it. Results differ a little from those of the whole: each tile is normalised by itself. Thread-safe;
 * does not own the network.
 *
 * @param network that takes the tiles
 * @param tile side of a tile in latents
 * @param largestWhole most latents, height times width, that are not cut into tiles
 */
record TiledAutoencoder(AutoencoderKl network, int tile, int largestWhole) {

    private static final int TILE_PIXELS = 512;
    private static final int LARGEST_WHOLE_PIXELS = 768;

    /** Tiles of 512x512 pixels for images above 768x768. */
    public static TiledAutoencoder of(AutoencoderKl network) {
        int factor = network.spatialFactor();
        int largest = LARGEST_WHOLE_PIXELS / factor;
        return new TiledAutoencoder(network, TILE_PIXELS / factor, largest * largest);
    }

    /** As {@link AutoencoderKl#decode}. */
    public FloatTensor decode(FloatTensor latents) {
        int factor = network.spatialFactor();
        return isWhole(latents, 1)
                ? network.decode(latents)
                : new TileGrid(tile, tile * factor).map(latents, network::decode);
    }

    /** As {@link AutoencoderKl#encode}; mean and logarithm of the variance fade alike. */
    public LatentMoments encode(FloatTensor images) {
        int factor = network.spatialFactor();
        if (isWhole(images, factor)) {
            return network.encode(images);
        }
        FloatTensor both = new TileGrid(tile * factor, tile).map(images, part -> {
            LatentMoments moments = network.encode(part);
            return moments.mean().followedBy(moments.logVariance());
        });
        int items = images.shape().intSize(0);
        return new LatentMoments(items(both, 0, items), items(both, items, 2 * items));
    }

    private boolean isWhole(FloatTensor tensor, int pixelsPerLatent) {
        long height = tensor.shape().size(2) / pixelsPerLatent;
        long width = tensor.shape().size(3) / pixelsPerLatent;
        return height * width <= largestWhole;
    }

    private static FloatTensor items(FloatTensor tensor, int from, int to) {
        return FloatTensor.join(IntStream.range(from, to).mapToObj(tensor::item).toList());
    }
}
