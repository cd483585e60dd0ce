package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.LayerNames.Target;
import io.dreamcacher.failure.DreamCacherException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Merges LoRAs into the weights of a model's networks: {@code W + sum of scale * alpha / rank * up * down} (Hu et al.
 * 2021, section 4.1; diffusers' {@code fuse_lora} does the same to its own copy). For example
 *
 * <pre>{@code
 * Map<String, NetworkFiles> networks = new LinkedHashMap<>();
 * for (String component : List.of("unet", "text_encoder")) { // and text_encoder_2 for SDXL
 *     networks.put(component, repository.network(component));
 * }
 * networks = LoraMerge.into(networks, List.of(new Lora(LoraFile.open(style), 0.7)));
 * UNet2DConditionModel unet = UNet2DConditionModel.load(networks.get("unet"), settings);
 * }</pre>
 */
final class LoraMerge {
    private final Map<String, NetworkFiles> networks;
    private final Map<String, Checkpoint> checkpoints = new LinkedHashMap<>();
    private final LayerNames names;

    private LoraMerge(Map<String, NetworkFiles> networks) {
        this.networks = networks;
        networks.forEach((component, files) -> checkpoints.put(component, files.checkpoint()));
        this.names = new LayerNames(checkpoints);
    }

    /**
     * The networks with the LoRAs merged in. Everything is checked here; the numbers are made when a network is loaded.
     * The order of the LoRAs makes no difference, and a weight that none changes, or only at scale 0, stays as it is.
     *
     * @param networks all networks that a LoRA may change, by component name: {@code unet}, {@code text_encoder} and
     *        for SDXL {@code text_encoder_2}
     * @return the same networks by the same names
     * @throws DreamCacherException {@code BAD_MODEL} if a LoRA was made for another family of models, or a module of it
     *         has no place in the networks or another shape; the sentence names file, modules and shapes
     */
    public static Map<String, NetworkFiles> into(Map<String, NetworkFiles> networks, List<Lora> loras) {
        return loras.isEmpty() ? networks : new LoraMerge(networks).merge(loras);
    }

    private Map<String, NetworkFiles> merge(List<Lora> loras) {
        Map<Target, List<MergedWeight.Change>> changes = new HashMap<>();
        for (Lora lora : loras) {
            requireSameFamily(lora.file());
            targets(lora.file()).forEach((target, module) -> {
                requireFit(lora.file(), target, module);
                if (lora.scale() != 0) {
                    changes.computeIfAbsent(target, key -> new ArrayList<>())
                            .add(new MergedWeight.Change(lora.file().file(), module, lora.scale()));
                }
            });
        }
        Map<String, NetworkFiles> merged = new LinkedHashMap<>();
        networks.forEach((component, files) -> merged.put(component, merge(component, files, changes)));
        return merged;
    }

    private NetworkFiles merge(String component, NetworkFiles files, Map<Target, List<MergedWeight.Change>> changes) {
        Checkpoint checkpoint = checkpoint(component);
        Map<String, WeightTensor> made = new TreeMap<>();
        changes.forEach((target, terms) -> {
            if (target.component().equals(component)) {
                WeightTensor weight = checkpoint.tensor(target.tensor());
                made.put(target.tensor(), new WeightTensor.Made(weight.shape(), new MergedWeight(weight, terms)));
            }
        });
        return made.isEmpty() ? files : files.with(checkpoint.with(made));
    }

    private Checkpoint checkpoint(String component) {
        return Optional.ofNullable(checkpoints.get(component)).orElseThrow();
    }

    private void requireSameFamily(LoraFile lora) {
        Optional<ModelFamily> trained = ModelFamily.of(lora);
        Optional<ModelFamily> here = Optional.ofNullable(checkpoints.get("unet")).flatMap(ModelFamily::of);
        if (trained.isPresent() && here.isPresent() && !trained.equals(here)) {
            throw LoraFile.invalid(
                    "The LoRA %s must be made for this family of models, %s; it was made for %s. Choose another."
                            .formatted(lora.path(), here.orElseThrow(), trained.orElseThrow()));
        }
    }

    private Map<Target, LoraModule> targets(LoraFile lora) {
        Map<Target, LoraModule> targets = new LinkedHashMap<>();
        List<String> homeless = new ArrayList<>();
        for (LoraModule module : lora.modules()) {
            Optional<Target> target = names.find(module.name());
            if (target.isEmpty()) {
                homeless.add(module.name());
                continue;
            }
            LoraModule other = targets.put(target.orElseThrow(), module);
            if (other != null) {
                throw LoraFile.invalid("The LoRA %s must change a layer once; %s and %s are the same one."
                        .formatted(lora.path(), other.name(), module.name()));
            }
        }
        if (!homeless.isEmpty()) {
            throw misfit(lora, homeless);
        }
        return targets;
    }

    private DreamCacherException misfit(LoraFile lora, List<String> homeless) {
        String all = String.join(", ", networks.keySet());
        return homeless.size() == lora.size()
                ? LoraFile.invalid(
                        "The LoRA %s must change layers of this model (%s); none of its %d modules does: %s. %s"
                                .formatted(lora.path(), all, lora.size(), NameList.of(homeless),
                                        "Choose one made for this family of models."))
                : LoraFile.invalid(
                        "Every module of the LoRA %s must be a layer of this model (%s); %d of %d are not: %s. %s"
                                .formatted(lora.path(), all, homeless.size(), lora.size(), NameList.of(homeless),
                                        "It was probably made for another family of models."));
    }

    private void requireFit(LoraFile lora, Target target, LoraModule module) {
        Shape weight = checkpoint(target.component()).tensor(target.tensor()).shape();
        Shape down = module.down().shape();
        Shape up = module.up().shape();
        if (up.size(0) != weight.size(0) || !kernel(down).equals(kernel(weight))) {
            throw LoraFile.invalid(
                    "The module %s of the LoRA %s must fit %s of the model's %s, %s; its matrices are %s and %s. %s"
                            .formatted(module.name(), lora.path(), target.tensor(), target.component(), weight, down,
                                    up,
                                    "It was probably made for another family of models."));
        }
    }

    /** All sizes but the first; a 1x1 kernel is a matrix. */
    private static List<Long> kernel(Shape shape) {
        List<Long> sizes = shape.sizes().subList(1, shape.rank());
        return sizes.subList(1, sizes.size()).stream().allMatch(size -> size == 1) ? sizes.subList(0, 1) : sizes;
    }
}
