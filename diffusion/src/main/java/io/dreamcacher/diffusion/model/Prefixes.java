package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Where each network lies in a checkpoint, and cutting it out. */
final class Prefixes {
    static final String UNET = "model.diffusion_model.";
    static final String VAE = "first_stage_model.";
    /** SD 1.x: OpenAI's CLIP by the names of the transformers library. */
    static final String CLIP = "cond_stage_model.transformer.";
    /** SD 2.x: OpenCLIP by its own names. */
    static final String OPEN_CLIP = "cond_stage_model.model.";
    static final String XL_CLIP = "conditioner.embedders.0.transformer.";
    static final String XL_OPEN_CLIP = "conditioner.embedders.1.model.";
    /** The refiner's only text encoder. */
    static final String REFINER_OPEN_CLIP = "conditioner.embedders.0.model.";

    private Prefixes() {}

    /** The tensors whose names begin with a prefix, which is cut off. */
    static Map<String, WeightTensor> below(Checkpoint checkpoint, String prefix) {
        Map<String, WeightTensor> below = new TreeMap<>();
        for (String name : checkpoint.names()) {
            if (name.startsWith(prefix)) {
                below.put(name.substring(prefix.length()), checkpoint.tensor(name));
            }
        }
        return below;
    }

    /** Puts a tensor of a file under its translated name, which nothing else in the file may stand for. */
    static void put(Map<String, WeightTensor> tensors, Path file, String name, WeightTensor tensor) {
        if (tensors.put(name, tensor) != null) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must hold each tensor once; two of its names stand for %s.".formatted(file, name));
        }
    }

    static boolean any(Checkpoint checkpoint, String prefix) {
        return checkpoint.names().stream().anyMatch(name -> name.startsWith(prefix));
    }
}
