package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.ModelRepository.SuggestedSettings;
import io.dreamcacher.diffusion.scheduler.SchedulerConfig;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A text-to-image model as optimum and diffusers export it: a repository in the diffusers layout whose networks are ONNX
 * files, {@code unet/model.onnx}, {@code text_encoder/model.onnx}, {@code vae_decoder/model.onnx} and {@code
 * vae_encoder/model.onnx}. Diffusers' script writes no configs of networks; then those of Stable Diffusion 1 are
 * understood, as its OnnxStableDiffusionPipeline does. Immutable and thread-safe.
 */
final class OnnxRepository implements ModelRepository {
    private static final String GRAPH = "model.onnx";
    private static final String VAE_CONFIG = """
            {"block_out_channels": [128, 256, 512, 512], "layers_per_block": 2,
             "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D"],
             "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D"]}""";
    private static final String TEXT_CONFIG = """
            {"hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12, "num_hidden_layers": 12}""";
    private static final int CHANNELS = 4;
    private static final int INPAINTING_CHANNELS = 9;

    private final DiffusersRepository folder;

    private OnnxRepository(DiffusersRepository folder) {
        this.folder = folder;
    }

    /** Whether a folder looks like such a repository. */
    static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve("unet").resolve(GRAPH))
                && ModelFiles.below(folder.resolve("unet")).keySet().stream().noneMatch(x -> x.endsWith("safetensors"));
    }

    /**
     * Opens a repository.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is no folder, {@code BAD_MODEL} if it is no repository of
     *         a supported pipeline
     */
    public static OnnxRepository open(Path folder) {
        return new OnnxRepository(DiffusersRepository.open(folder));
    }

    @Override
    public Path path() {
        return folder.path();
    }

    @Override
    public Kind kind() {
        return folder.kind();
    }

    @Override
    public SuggestedSettings settings() {
        return folder.settings();
    }

    @Override
    public boolean zerosForEmptyPrompt() {
        return folder.zerosForEmptyPrompt();
    }

    @Override
    public NetworkFiles network(String component) {
        if (component.equals("vae")) {
            Path decoder = folder.folder("vae_decoder");
            return new ExportedNetwork(path() + "'s autoencoder", config(decoder, VAE_CONFIG),
                    Map.of(ExportedNetwork.DECODER, decoder.resolve(GRAPH), ExportedNetwork.ENCODER,
                            path().resolve("vae_encoder").resolve(GRAPH)));
        }
        Path network = folder.folder(component);
        String absent = component.equals("unet")
                ? """
                        {"cross_attention_dim": 768, "in_channels": %d}"""
                        .formatted(folder.inpaints() ? INPAINTING_CHANNELS : CHANNELS)
                : TEXT_CONFIG;
        return new ExportedNetwork(network.toString(), config(network, absent),
                Map.of(ExportedNetwork.MODEL, network.resolve(GRAPH)));
    }

    private static ModelConfig config(Path network, String absent) {
        Path file = network.resolve("config.json");
        return Files.isRegularFile(file) ? ModelConfig.read(file) : ModelConfig.of(network, absent);
    }

    @Override
    public ClipTokenizer tokenizer(String component) {
        return folder.tokenizer(component);
    }

    @Override
    public SchedulerConfig scheduler() {
        return folder.scheduler();
    }

    @Override
    public ModelConfig schedulerSettings() {
        return folder.schedulerSettings();
    }

    @Override
    public SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        files.put("model_index.json", path().resolve("model_index.json"));
        for (String component : parts()) {
            ModelFiles.exportedBelow(folder.folder(component))
                    .forEach((name, file) -> files.put(component + "/" + name, file));
        }
        return files;
    }

    /** The folders there are; an encoder is there only if the export is for images made from images too. */
    private List<String> parts() {
        return components().stream()
                .flatMap(name -> (name.equals("vae") ? List.of("vae_decoder", "vae_encoder") : List.of(name)).stream())
                .filter(name -> !name.equals("vae_encoder") || Files.isDirectory(path().resolve(name)))
                .toList();
    }
}
