package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@code .safetensors} file of low-rank changes to the layers of a U-Net and its text encoders (Hu et al. 2021), in
 * one of four layouts: that of kohya's trainer and AUTOMATIC1111 ({@code lora_unet_….lora_down.weight} and
 * {@code .alpha}, SDXL's original layer names included), of peft ({@code unet.….lora_A.weight}, alpha in the file's
 * metadata), and two older ones of diffusers ({@code to_q_lora.down.weight}, {@code lora_linear_layer.down.weight}).
 * Where no alpha is stored it is the rank. Opening one reads names and alphas; the matrices stay in the file. Immutable
 * and thread-safe.
 */
final class LoraFile {
    private final SafetensorsFile file;
    private final List<LoraModule> modules;

    private LoraFile(SafetensorsFile file, List<LoraModule> modules) {
        this.file = file;
        this.modules = List.copyOf(modules);
    }

    /**
     * Opens a file.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is none, {@code BAD_MODEL} if it is no LoRA, is incomplete,
     *         or stores its changes by another method (DoRA, LoHa, LoKr, …), naming tensors
     */
    public static LoraFile open(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        return new LoraFile(file, modules(file));
    }

    private static List<LoraModule> modules(SafetensorsFile file) {
        Map<String, Map<LoraKey.Part, TensorEntry>> parts = new TreeMap<>();
        List<String> others = file.tensors().keySet().stream().filter(name -> LoraKey.parse(name).isEmpty()).toList();
        if (!others.isEmpty() || file.tensors().isEmpty()) {
            throw notLora(file.path(), others);
        }
        file.tensors().forEach((name, entry) -> {
            LoraKey key = LoraKey.parse(name).orElseThrow();
            if (parts.computeIfAbsent(key.module(), module -> new EnumMap<>(LoraKey.Part.class))
                    .put(key.part(), entry) != null) {
                throw invalid("The LoRA %s must hold one change a layer; %s has another one in %s."
                        .formatted(file.path(), key.module(), name));
            }
        });
        PeftMetadata metadata = metadata(file);
        return parts.entrySet()
                .stream()
                .map(entry -> module(file, metadata, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static PeftMetadata metadata(SafetensorsFile file) {
        try {
            return PeftMetadata.of(file.metadata());
        } catch (IllegalArgumentException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The metadata of %s cannot be used: %s.".formatted(file.path(), e.getMessage()), e);
        }
    }

    private static LoraModule module(SafetensorsFile file, PeftMetadata metadata, String name,
            Map<LoraKey.Part, TensorEntry> parts) {
        TensorEntry down = parts.get(LoraKey.Part.DOWN);
        TensorEntry up = parts.get(LoraKey.Part.UP);
        if (down == null || up == null) {
            throw invalid("A change in the LoRA %s must have two matrices, down and up; that of %s lacks %s. %s"
                    .formatted(file.path(), name, down == null ? "down" : "up", "Download the file again."));
        }
        requireSameRank(file, name, down.shape(), up.shape());
        int rank = down.shape().intSize(0);
        TensorEntry alpha = parts.get(LoraKey.Part.ALPHA);
        double factor = alpha == null ? metadata.factor(name, rank).orElse(1) : number(file, alpha) / rank;
        if (!Double.isFinite(factor)) {
            throw invalid("The alpha of %s in the LoRA %s must be a finite number; found %s over rank %d."
                    .formatted(name, file.path(), factor * rank, rank));
        }
        return new LoraModule(name, down, up, factor);
    }

    private static void requireSameRank(SafetensorsFile file, String name, Shape down, Shape up) {
        boolean matrices = isMatrixOrKernel(down) && isMatrixOrKernel(up);
        if (!matrices || down.size(0) != up.size(1) || up.elements() != up.size(0) * up.size(1)) {
            throw invalid("The matrices of %s in the LoRA %s must be [rank, in] and [out, rank]; found %s and %s."
                    .formatted(name, file.path(), down, up));
        }
    }

    private static boolean isMatrixOrKernel(Shape shape) {
        return (shape.rank() == 2 || shape.rank() == 4) && shape.elements() > 0 && shape.elements() < 1L << 31;
    }

    private static double number(SafetensorsFile file, TensorEntry entry) {
        if (entry.shape().elements() != 1) {
            throw invalid("%s of the LoRA %s must be one number; its shape is %s."
                    .formatted(entry.name(), file.path(), entry.shape()));
        }
        return switch (entry.type()) {
            case I32, I64 -> file.longs(entry.name())[0];
            case BOOL, U8, I8, F8_E4M3, F8_E5M2, I16, U16, F16, BF16, U32, F32, U64, F64 ->
                file.floats(entry.name())[0];
        };
    }

    private static DreamCacherException notLora(Path path, List<String> others) {
        if (others.isEmpty()) {
            return invalid("A LoRA must consist of down and up matrices; %s has no tensors. Download the file again."
                    .formatted(path));
        }
        String method = others.stream()
                .flatMap(name -> OtherMethod.of(name).stream())
                .findFirst()
                .map(other -> "That is %s, which is not supported.".formatted(other.title()))
                .orElse("They are not known here.");
        return invalid("A LoRA must consist of down and up matrices; %s has other tensors: %s. %s"
                .formatted(path, NameList.of(others), method));
    }

    static DreamCacherException invalid(String message) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, message);
    }

    /** Where the file really lies. */
    public Path path() {
        return file.path();
    }

    /** How many layers it changes. */
    public int size() {
        return modules.size();
    }

    List<LoraModule> modules() {
        return modules;
    }

    SafetensorsFile file() {
        return file;
    }
}
