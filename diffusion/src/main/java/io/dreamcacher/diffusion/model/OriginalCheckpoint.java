package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * A {@code .safetensors} file with all networks of a Stable Diffusion 1.x, 2.x or XL, as from the original training code
 * and as most fine-tuned models are published. Networks come out under the names that the diffusers and transformers
 * libraries give their tensors, with configs as diffusers 0.40 ({@code from_single_file}) would take them from the
 * published repositories. Opening one reads the header only. Immutable and thread-safe.
 */
final class OriginalCheckpoint {
    /** Published with 24 layers, used by Stable Diffusion 2 without the last one. */
    private static final int USED_OPEN_CLIP_LAYERS = 23;

    private final Checkpoint checkpoint;
    private final OriginalFamily family;

    private OriginalCheckpoint(Checkpoint checkpoint, OriginalFamily family) {
        this.checkpoint = checkpoint;
        this.family = family;
    }

    /**
     * Opens a checkpoint and recognises its family.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is no file, {@code BAD_MODEL} if it is no such checkpoint,
     *         saying what it is instead, or if it holds tensors that have no place in one
     */
    public static OriginalCheckpoint open(Path file) {
        return of(Checkpoint.open(file));
    }

    static OriginalCheckpoint of(Checkpoint checkpoint) {
        OriginalFamily family = Recognition.family(checkpoint);
        Recognition.requireNothingElse(checkpoint, family);
        return new OriginalCheckpoint(checkpoint, family);
    }

    /** The file. */
    public Path path() {
        return checkpoint.source();
    }

    /** Which family it is of. */
    public OriginalFamily family() {
        return family;
    }

    /** The networks it holds, by the names diffusers gives them. */
    public Set<String> networks() {
        return switch (family) {
            case STABLE_DIFFUSION_1, STABLE_DIFFUSION_2 -> Set.of("text_encoder", "unet", "vae");
            case STABLE_DIFFUSION_XL -> Set.of("text_encoder", "text_encoder_2", "unet", "vae");
        };
    }

    /**
     * The tensors of a network under diffusers' and transformers' names.
     *
     * @param network one of {@link #networks()}
     * @param textLayers how many layers of a text encoder are used; empty for as many as in the published models
     */
    public Checkpoint network(String network, OptionalInt textLayers) {
        return Checkpoint.of(checkpoint.source(), switch (network) {
            case "unet" -> unet();
            case "vae" -> vae();
            case "text_encoder" -> textEncoder(textLayers);
            case "text_encoder_2" -> openClip(Prefixes.XL_OPEN_CLIP, Integer.MAX_VALUE, true, textLayers);
            default -> throw new IllegalArgumentException("%s is none of %s".formatted(network, networks()));
        });
    }

    private Map<String, WeightTensor> unet() {
        Map<String, WeightTensor> original = Prefixes.below(checkpoint, Prefixes.UNET);
        UNetLayout layout = new UNetLayout(original.keySet());
        Map<String, WeightTensor> tensors = new TreeMap<>();
        original.forEach((name, tensor) -> Prefixes.put(tensors, path(), layout.translate(name), tensor));
        return tensors;
    }

    private Map<String, WeightTensor> vae() {
        return StandaloneVae.translated(path(), Prefixes.below(checkpoint, Prefixes.VAE));
    }

    private Map<String, WeightTensor> textEncoder(OptionalInt layers) {
        return switch (family) {
            case STABLE_DIFFUSION_1 -> ClipLayout.translate(Prefixes.below(checkpoint, Prefixes.CLIP));
            case STABLE_DIFFUSION_2 -> openClip(Prefixes.OPEN_CLIP, USED_OPEN_CLIP_LAYERS, false, layers);
            case STABLE_DIFFUSION_XL -> ClipLayout.translate(Prefixes.below(checkpoint, Prefixes.XL_CLIP));
        };
    }

    private Map<String, WeightTensor> openClip(String prefix, int publishedLayers, boolean projected,
            OptionalInt layers) {
        Map<String, WeightTensor> original = Prefixes.below(checkpoint, prefix);
        int used = layers.orElse(Math.min(publishedLayers, OpenClipLayout.layers(original)));
        return new OpenClipLayout(path(), used, projected).translate(original);
    }

    /**
     * What a network's config.json would say, as JSON text.
     *
     * @param network one of {@link #networks()}
     * @throws DreamCacherException {@code BAD_MODEL} if shapes do not tell it
     */
    public String config(String network) {
        Shapes shapes = new Shapes(network(network, OptionalInt.empty()));
        return (switch (network) {
            case "unet" -> new UNetShapes(shapes, family).config().put("sample_size", sampleSize());
            case "vae" -> new VaeShapes(shapes).config(family);
            case "text_encoder" -> new ClipShapes(shapes)
                    .config(family == OriginalFamily.STABLE_DIFFUSION_2 ? "gelu" : "quick_gelu");
            default -> new ClipShapes(shapes).config("gelu");
        }).toString();
    }

    /** Latents a side of the images it was trained on, as the published repositories say. */
    private int sampleSize() {
        return switch (family) {
            case STABLE_DIFFUSION_1 -> 64;
            case STABLE_DIFFUSION_2 -> schedule().predictsVelocity() ? 96 : 64;
            case STABLE_DIFFUSION_XL -> 128;
        };
    }

    /** What scheduler_config.json would say, as JSON text. */
    public String schedulerConfig() {
        return schedule().config().toString();
    }

    private OriginalSchedule schedule() {
        return OriginalSchedule.of(checkpoint, family);
    }
}
