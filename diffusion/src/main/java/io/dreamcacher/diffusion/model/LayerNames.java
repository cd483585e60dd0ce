package io.dreamcacher.diffusion.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the weight that a LoRA's module changes, under whichever of its names the LoRA knows the layer. */
final class LayerNames {
    private static final String WEIGHT = ".weight";
    private static final String UNET = "unet";
    private static final String TEXT_MODEL = "text_model.";
    /** What kohya's trainer puts before the names of a network's layers. */
    private static final Map<String, String> UNDERSCORED = Map.of("lora_unet_", UNET, "lora_te_", "text_encoder",
            "lora_te1_", "text_encoder", "lora_te2_", "text_encoder_2");

    /** A weight: its network's component name, and its own in the network's checkpoint. */
    record Target(String component, String tensor) {}

    private final Map<String, Target> targets = new HashMap<>();

    /** Names of the layers of networks, which are given by component name. */
    LayerNames(Map<String, Checkpoint> networks) {
        networks.forEach((component, checkpoint) -> add(component, layers(checkpoint)));
    }

    private static Set<String> layers(Checkpoint checkpoint) {
        return checkpoint.names()
                .stream()
                .filter(name -> name.endsWith(WEIGHT) && checkpoint.tensor(name).shape().rank() > 1)
                .map(name -> name.substring(0, name.length() - WEIGHT.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void add(String component, Set<String> layers) {
        OriginalNames originals = new OriginalNames(layers);
        for (String layer : layers) {
            Target target = new Target(component, layer + WEIGHT);
            targets.put(component + "." + layer, target);
            add(component, layer, target);
            if (component.equals(UNET)) {
                originals.of(layer).ifPresent(original -> add(component, original, target));
            }
        }
    }

    private void add(String component, String layer, Target target) {
        UNDERSCORED.forEach((prefix, prefixed) -> {
            if (prefixed.equals(component)) {
                targets.put(prefix + layer.replace('.', '_'), target);
            }
        });
    }

    /** The weight that a module changes; empty if no network has it. */
    Optional<Target> find(String module) {
        String path = module.startsWith("base_model.model.") ? module.substring("base_model.model.".length()) : module;
        Target target = targets.get(path);
        if (target == null) { // files of one network need not name it
            target = targets.get((path.startsWith(TEXT_MODEL) ? "text_encoder." : UNET + ".") + path);
        }
        return Optional.ofNullable(target);
    }
}
